namespace Epoche;

public abstract partial class Agent
{
    /// <summary>
    /// What the agent itself keeps, as a part of its training's state; that state is a part of the loop's, which is what checkpoints hold.
    /// </summary>
    internal IStateful Kept => field ??= new KeptState(this);

    private sealed class KeptState(Agent agent) : IStateful
    {
        public int StateVersion => agent.SavedVersion;

        // Observations and actions of another environment mean something else, however alike their shapes.
        public string StateKind => $"{agent.GetType().Name} for {agent.Spec.Name}";

        public void SaveState(StateSaver to) => agent.Save(to);

        public void LoadState(StateLoader from) => agent.Load(from);
    }
}
