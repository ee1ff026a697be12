namespace Epoche.Conformance.Loop;

/// <summary>A training for <see cref="TrainingKit"/>.</summary>
/// <param name="Create">Makes a new one, always the same.</param>
public sealed record TrainingCase(Func<ITraining> Create)
{
    /// <summary>
    /// Steps (calls of <see cref="ITraining.Advance"/>) that are compared, 3 or more; enough to reach the second epoch where there are any.
    /// </summary>
    public int Advances { get; init; } = 12;

    /// <summary>Whether its state holds how long something took, so that two of them differ. Default false.</summary>
    public bool StateHoldsTimes { get; init; }

    /// <summary>Of all damages to a state one in so many is tried. Default 7.</summary>
    public int DamageShare { get; init; } = 7;

    /// <summary>Predicts or evaluates by what is in training, as its loop does. Default: nothing.</summary>
    public Action<ITraining>? Evaluate { get; init; }

    /// <summary>Trainings of which none may take the state of this one.</summary>
    public IReadOnlyList<Func<ITraining>> Others { get; init; } = [];

    /// <summary>
    /// Advances after which nothing is allocated any more; null where steps allocate by their nature, such as where user code does.
    /// </summary>
    public int? SteadyAfter { get; init; } = 4;
}
