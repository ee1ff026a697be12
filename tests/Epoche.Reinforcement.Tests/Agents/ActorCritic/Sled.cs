namespace Epoche.Reinforcement.Tests.Agents.ActorCritic;

/// <summary>
/// Hold a sled at 0 by a force from −3 to 1, never further than 2 away. Shows place and speed; costs the squared place and a little force.
/// Terminates beyond 2, and is truncated after 20 steps.
/// </summary>
internal struct Sled : IEnvironment
{
    private static readonly EnvironmentSpec s_spec = new()
    {
        Name = "Sled", Observation = [2], Actions = ActionSpec.Continuous([-3], [1]), TimeLimit = 20,
    };

    private float _place, _speed;

    public readonly EnvironmentSpec Spec => s_spec;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_place, _speed) = (rng.NextSingle(-1, 1), 0);
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        float force = action.Values[0];
        float cost = (_place * _place) + (0.01f * force * force);
        _speed = (0.7f * _speed) + (0.2f * force);
        _place += _speed;
        Observe(observation);
        bool gone = MathF.Abs(_place) > 2;
        return new(Reward: -cost - (gone ? 20 : 0), Terminated: gone, Truncated: false);
    }

    private readonly void Observe(Span<float> observation) => (observation[0], observation[1]) = (_place, _speed);
}
