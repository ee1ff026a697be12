namespace Epoche.Reinforcement.Tests.Agents.Tabular;

/// <summary>
/// Five stones in a row, from the first to the last, which is worth 1. Stay, step or jump two; a jump misses one time in four and falls
/// back to the first. From the fourth there is nowhere to jump, and at the first nowhere to stay: masks say so. Ends after 20 steps.
/// </summary>
internal struct Crossing(bool oneHot = false) : IEnvironment
{
    public const int Stones = 5, Stay = 0, Walk = 1, Jump = 2;

    private static readonly EnvironmentSpec s_index = Of(ObservationLayout.Index(Stones)), s_oneHot = Of(ObservationLayout.OneHot(Stones));

    private int _stone;

    public readonly EnvironmentSpec Spec => oneHot ? s_oneHot : s_index;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _stone = 0;
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        bool misses = action.Index == Jump && rng.NextInt(4) == 0;
        _stone = misses ? 0 : _stone + action.Index;
        Observe(observation);
        bool over = _stone == Stones - 1;
        return new(Reward: over ? 1 : -0.125f, Terminated: over, Truncated: false);
    }

    public readonly void WriteActionMask(Span<bool> allowed) =>
        (allowed[Stay], allowed[Walk], allowed[Jump]) = (
            _stone is > 0 and < Stones - 1, _stone < Stones - 1, _stone < Stones - 2);

    private static EnvironmentSpec Of(ObservationLayout layout) => new()
    {
        Name = "Crossing", Observation = layout.Shape, Layout = layout, Actions = ActionSpec.Discrete(3), MasksActions = true,
        TimeLimit = 20, BestReturn = 0.875,
    };

    private readonly void Observe(Span<float> observation)
    {
        if (oneHot)
        {
            observation.Clear();
            observation[_stone] = 1;
        }
        else
        {
            observation[0] = _stone;
        }
    }
}
