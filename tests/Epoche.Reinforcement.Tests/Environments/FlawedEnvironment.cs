namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>A mistake that environments are written with.</summary>
public enum Flaw
{
    ShowsNaN,
    LeavesANumber,
    UsesAnotherClock,
    IgnoresTheStream,
    RemembersEpisodes,
    Allocates,
}

/// <summary>An environment with one mistake, to see that the kit finds it.</summary>
internal sealed class FlawedEnvironment(Flaw flaw) : IEnvironment
{
    private static int s_clock;

    private int _episodes;
    private float _x;

    public EnvironmentSpec Spec { get; } = new() { Name = "Flawed", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 9 };

    public object? Garbage { get; private set; }

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _episodes++;
        _x = flaw == Flaw.IgnoresTheStream ? 0.5f : rng.NextSingle();
        _x += flaw == Flaw.RemembersEpisodes ? _episodes : 0;
        observation[0] = _x;
        observation[1] = 0;
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _x += action.Index;
        observation[0] = flaw == Flaw.ShowsNaN && _x > 8 ? float.NaN : flaw == Flaw.UsesAnotherClock ? ++s_clock : _x;
        Garbage = flaw == Flaw.Allocates ? new object() : null;
        if (flaw != Flaw.LeavesANumber)
        {
            observation[1] = 1;
        }

        return new(1, Terminated: false, Truncated: false);
    }
}
