namespace Epoche;

/// <summary>
/// When a training ends, how often it is evaluated and reported, where it is saved. All of it counts by <see cref="ITraining.Step"/> or
/// <see cref="ITraining.Epochs"/>, so it repeats exactly; <see cref="Time"/> does not.
/// </summary>
public sealed record LoopOptions
{
    /// <summary>Ends at this step (or just behind it, where a step adds several). Default: no limit.</summary>
    public long? Steps { get; init; }

    /// <summary>Ends after so many passes over the data. Default: no limit.</summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// Ends after so long, what earlier processes took included. Where it ends then depends on the machine; the weights are those of every
    /// run that ends there. Default: no limit.
    /// </summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Ends after the step after which this first says so; it must follow from the training's state. Default: never.</summary>
    public Func<bool>? Until { get; init; }

    /// <summary>Evaluates the weights, so that the best are kept. Default: nothing is evaluated.</summary>
    public IEvaluable? Evaluable { get; init; }

    /// <summary>Steps from one evaluation to the next; none before the first update. Default: none.</summary>
    public long? EvaluateEvery { get; init; }

    /// <summary>Whether to evaluate after each epoch. Default false.</summary>
    public bool EvaluateEpochs { get; init; }

    /// <summary>
    /// Whether to evaluate the last weights too, where nothing else made it due. It is behind the last checkpoint: had there been more
    /// steps, it would not have been. Default false.
    /// </summary>
    public bool EvaluateLast { get; init; }

    /// <summary>
    /// Whether <see cref="TrainingLoop.Best"/> keeps a copy of the best weights, which every checkpoint then holds; else the
    /// best evaluation alone. Default true.
    /// </summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>Ends after so many evaluations in a row that were not the best. Default: never.</summary>
    public int? Patience { get; init; }

    /// <summary>Steps from one report to the next, beside those of evaluations, epochs and the end; 1 or more. Default 1,000.</summary>
    public long ReportEvery { get; init; } = 1_000;

    /// <summary>Who watches, called in this order. Those that are <see cref="IStateful"/> are saved along.</summary>
    public IReadOnlyList<LoopObserver> Observers { get; init => field = Elements.Of(value); } = [];

    /// <summary>Where the loop saves itself, and from where it goes on. Default: nowhere.</summary>
    public ICheckpointing? Checkpoints { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LoopOptions), PrintMembers);

    internal void Validate()
    {
        Elements.RequireNoNull(Observers, nameof(Observers));
        CountChecks.AtLeast(1, ReportEvery);
        CountChecks.AtLeast(1, EvaluateEvery ?? 1, nameof(EvaluateEvery));
        CountChecks.AtLeast(1, Patience ?? 1, nameof(Patience));
        if (Evaluable is null && (EvaluateEvery is not null || EvaluateEpochs || EvaluateLast || Patience is not null))
        {
            throw new ArgumentException($"{nameof(EvaluateEvery)}, {nameof(EvaluateEpochs)}, {nameof(EvaluateLast)} and {nameof(Patience)} "
                + $"say when to evaluate; set {nameof(Evaluable)}, which says how.");
        }
    }
}
