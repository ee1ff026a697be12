namespace Epoche.Cli.Gallery;

/// <summary>Swings a pendulum higher and higher: it always pushes the way the pendulum moves.</summary>
internal sealed class EnergyPump : IPolicy
{
    /// <summary>It as the player of a pendulum to look at, no measure for agents; null for any other environment.</summary>
    public static ScriptedPlayer? For(EnvironmentEntry entry) =>
        entry.Name.Equals("Pendulum-v1", StringComparison.Ordinal) ? new(Frames: 1, _ => new EnergyPump()) : null;

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < actions.Values.Length; i++)
        {
            actions.Values[i] = observations[(i * 3) + 2] < 0 ? -2 : 2;
        }
    }
}
