namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>
/// A ferry along five piers, with all that an environment may say beside numbers: parts of an observation by name, among them an index and
/// a one-hot row; actions that states forbid (it may not leave the
/// river nor wait twice); numbers beside a step. At the last pier it crashes in a strong wind, and nothing is allowed any more.
/// </summary>
internal struct Ferry : IEnvironment
{
    public const int Left = 0, Wait = 1, Right = 2, LastPier = 4;

    private static readonly ObservationLayout s_layout = ObservationLayout.Of(
        new("place", [2]), ObservationPart.Index("pier", LastPier + 1), ObservationPart.OneHot("wind", 3));

    private static readonly EnvironmentSpec s_spec = new()
    {
        Name = "Ferry",
        Observation = s_layout.Shape,
        Layout = s_layout,
        Actions = ActionSpec.Discrete(3),
        MasksActions = true,
        Information = ["crashed", "distance"],
        TimeLimit = 25,
    };

    private int _pier, _wind;
    private bool _waited;

    public readonly EnvironmentSpec Spec => s_spec;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_pier, _wind, _waited) = (rng.NextInt(3), rng.NextInt(2), false);
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        Span<bool> allowed = stackalloc bool[3];
        WriteActionMask(allowed);
        if (!allowed[action.Index])
        {
            throw new InvalidOperationException($"The action {action.Index} came through, which was forbidden at pier {_pier}.");
        }

        (_pier, _wind, _waited) = (_pier + action.Index - 1, rng.NextInt(3), action.Index == Wait);
        Observe(observation);
        return new(_pier, Terminated: HasCrashed, Truncated: false);
    }

    public readonly void WriteActionMask(Span<bool> allowed) =>
        (allowed[Left], allowed[Wait], allowed[Right]) = (
            !HasCrashed && _pier > 0, !HasCrashed && !_waited, !HasCrashed && _pier < LastPier);

    public readonly void WriteInformation(Span<float> values) => (values[0], values[1]) = (HasCrashed ? 1 : 0, LastPier - _pier);

    private readonly bool HasCrashed => _pier == LastPier && _wind == 2;

    private readonly void Observe(Span<float> observation)
    {
        Span<float> place = s_layout.Slice("place", observation);
        (place[0], place[1]) = (_pier / (float)LastPier, _waited ? 1 : 0);
        s_layout.Slice("pier", observation)[0] = _pier;
        Span<float> wind = s_layout.Slice("wind", observation);
        wind.Clear();
        wind[_wind] = 1;
    }
}
