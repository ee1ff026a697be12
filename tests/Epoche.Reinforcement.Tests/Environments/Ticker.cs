namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>
/// A picture of two pixels that no other step of the same game repeats: the steps since the reset, and chance. Ends
/// now and then, one way or the other.
/// </summary>
internal struct Ticker(int channels) : IEnvironment
{
    private int _steps;

    public readonly EnvironmentSpec Spec => new()
    {
        Name = "Ticker", Observation = [1, 2, channels], Actions = ActionSpec.Discrete(2), TimeLimit = 60, PixelSteps = 255,
    };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _steps = 0;
        Observe(ref rng, observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _steps++;
        Observe(ref rng, observation);
        int end = rng.NextInt(20);
        return new(rng.NextInt(100), Terminated: end == 0, Truncated: end <= 1);
    }

    private readonly void Observe(ref Rng rng, Span<float> observation)
    {
        observation[0] = _steps / 255f;
        for (int i = 1; i < observation.Length; i++)
        {
            observation[i] = rng.NextInt(256) / 255f;
        }
    }
}
