using Epoche;

namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>Walk right from 0 to the end, where the reward is; anything else costs. Shows its place between 0 and 1.</summary>
internal struct Corridor : IEnvironment
{
    private const int End = 5;

    private int _x;

    public readonly EnvironmentSpec Spec => new()
    {
        Name = "Corridor", Observation = [2], Actions = ActionSpec.Discrete(2), TimeLimit = 30, BestReturn = 1 - ((End - 1) * 0.0625f),
    };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _x = 0;
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _x = Math.Max(0, _x + (action.Index == 1 ? 1 : -1));
        Observe(observation);
        return new(Reward: _x == End ? 1 : -0.0625f, Terminated: _x == End, Truncated: false);
    }

    private readonly void Observe(Span<float> observation) => (observation[0], observation[1]) = ((float)_x / End, 1);
}

/// <summary>The same walk, of which more is asked than anybody can give.</summary>
internal struct UnwinnableCorridor : IEnvironment
{
    private Corridor _corridor;

    public readonly EnvironmentSpec Spec => _corridor.Spec with { Name = "Unwinnable corridor", BestReturn = 2 };

    public void Reset(ref Rng rng, Span<float> observation) => _corridor.Reset(ref rng, observation);

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation) =>
        _corridor.Step(in action, ref rng, observation);
}
