namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>
/// A crane over five places: an action is a dictionary of a move and what the hook does, and the place forbids some of each; observations
/// are a dictionary in which the arm is one too. Lifting at place 0 and lowering at place 4 pays.
/// </summary>
internal struct Crane : IEnvironment
{
    public const int LastPlace = 4, Keep = 0, Turn = 1;

    private static readonly ObservationLayout s_layout = ObservationLayout.OfGroups(
        ("arm", ObservationLayout.Of(new("angle", [2]), ObservationPart.OneHot("load", 2))),
        ("place", ObservationLayout.Index(LastPlace + 1)));

    private static readonly EnvironmentSpec s_spec = new()
    {
        Name = "Crane",
        Observation = s_layout.Shape,
        Layout = s_layout,
        Actions = ActionSpec.MultiDiscrete(("move", 3), ("hook", 2)),
        MasksActions = true,
        TimeLimit = 20,
    };

    private int _place, _load;

    public readonly EnvironmentSpec Spec => s_spec;

    public void Reset(ref Rng rng, Span<float> observation)
    {
        (_place, _load) = (rng.NextInt(LastPlace + 1), rng.NextInt(2));
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        Span<bool> allowed = stackalloc bool[5];
        WriteActionMask(allowed);
        if (action.Indices.Length != 2 || !allowed[action.Indices[0]] || !allowed[3 + action.Indices[1]])
        {
            throw new InvalidOperationException($"An action came through that is forbidden at place {_place}.");
        }

        int before = _load;
        _load = action.Indices[1] == Turn ? 1 - _load : _load;
        float reward = before == _load ? 0 : 1;
        _place = Math.Clamp(_place + action.Indices[0] - 1, 0, LastPlace);
        Observe(observation);
        return new(reward, Terminated: reward > 0 && rng.NextInt(4) == 0, Truncated: false);
    }

    /// <summary>Moves that leave the track are forbidden; the hook lifts at the first place and lowers at the last.</summary>
    public readonly void WriteActionMask(Span<bool> allowed)
    {
        (allowed[0], allowed[1], allowed[2]) = (_place > 0, true, _place < LastPlace);
        (allowed[3], allowed[4]) = (true, _place == (_load == 0 ? 0 : LastPlace));
    }

    private readonly void Observe(Span<float> observation)
    {
        Span<float> angle = s_layout.Slice("arm/angle", observation), load = s_layout.Slice("arm/load", observation);
        (angle[0], angle[1]) = (_place / (float)LastPlace, 1 - (_place / (float)LastPlace));
        (load[0], load[1]) = (1 - _load, _load);
        s_layout.Slice("place", observation)[0] = _place;
    }
}

/// <summary>Three lamps: an action switches each on or off, and each that is as the observation wants it pays a third.</summary>
internal struct Lamps : IEnvironment
{
    private static readonly EnvironmentSpec s_spec = new()
    {
        Name = "Lamps", Observation = [3], Actions = ActionSpec.MultiBinary(3), TimeLimit = 12, BestReturn = 12,
    };

    private int _wanted;

    public readonly EnvironmentSpec Spec => s_spec;

    public void Reset(ref Rng rng, Span<float> observation) => Want(ref rng, observation);

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        int right = 0;
        for (int i = 0; i < 3; i++)
        {
            right += action.Indices[i] == ((_wanted >> i) & 1) ? 1 : 0;
        }

        Want(ref rng, observation);
        return new(right / 3f, Terminated: false, Truncated: false);
    }

    private void Want(ref Rng rng, Span<float> observation)
    {
        _wanted = rng.NextInt(8);
        for (int i = 0; i < 3; i++)
        {
            observation[i] = (_wanted >> i) & 1;
        }
    }
}
