namespace Epoche.Reinforcement.Tests.Agents;

/// <summary>A pixel of 8×8 that is to be led to the right edge, up or down being of no use; the picture is all that one sees.</summary>
internal struct PictureWalk : IEnvironment
{
    private const int Size = 8;

    private int _x, _y;

    public readonly EnvironmentSpec Spec => new()
    {
        Name = "Picture walk", Observation = [Size, Size, 1], Actions = ActionSpec.Discrete(4), TimeLimit = 40,
        BestReturn = 1 - ((Size - 2) * 0.0625f), PixelSteps = 1,
    };

    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_x, _y) = (0, rng.NextInt(Size));
        Draw(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        _x = Math.Clamp(_x + (action.Index == 0 ? 1 : action.Index == 1 ? -1 : 0), 0, Size - 1);
        _y = Math.Clamp(_y + (action.Index == 2 ? 1 : action.Index == 3 ? -1 : 0), 0, Size - 1);
        Draw(observation);
        bool there = _x == Size - 1;
        return new(Reward: there ? 1 : -0.0625f, Terminated: there, Truncated: false);
    }

    private readonly void Draw(Span<float> observation)
    {
        observation.Clear();
        observation[(_y * Size) + _x] = 1;
    }
}
