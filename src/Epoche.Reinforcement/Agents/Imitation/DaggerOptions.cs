namespace Epoche;

/// <summary>Everything that decides a training by DAgger.</summary>
public sealed record DaggerOptions : AgentOptions
{
    /// <summary>
    /// Makes the network, not yet built, as in <see cref="CloningOptions.Network"/>: one output for each discrete action, the numbers of a
    /// continuous one, or its means and ln σ.
    /// </summary>
    public required Func<EnvironmentSpec, Model> Network { get; init => field = value ?? throw new ArgumentNullException(nameof(Network)); }

    /// <summary>
    /// Makes who is asked: <c>spec => new CatchPlayer(spec)</c>, <c>_ => trained.Greedy()</c>. It answers for every state that is visited,
    /// and decides by the observation alone, or implements <see cref="IStateful"/>: else its memory is lost where a training is resumed.
    /// </summary>
    public required Func<EnvironmentSpec, IPolicy> Expert
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Expert));
    }

    /// <summary>
    /// β over the iterations, counted from 0: the probability that a step is the expert's rather than the learner's. Default: 1 in the
    /// first and 0 in all others, which Ross et al. found best; 1 throughout is behaviour cloning. Range 0 to 1.
    /// </summary>
    public Schedule Beta { get; init => field = value ?? throw new ArgumentNullException(nameof(Beta)); } =
        Schedule.Linear(1, 0, 1);

    /// <summary>
    /// Environment steps of an iteration, each of them labelled; then the network is fitted. Default 200; range: at least 1.
    /// </summary>
    public int StepsPerIteration { get; init; } = 200;

    /// <summary>
    /// Passes over all pairs so far at the end of an iteration; the network goes on from its weights. Default 20; range: at least 1.
    /// </summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Pairs of an update. Default 64; range: at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The optimizer, as a pattern; a schedule counts updates. Default: Adam with 0.001.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam(1e-3f);

    /// <summary>The largest norm of the whole gradient. Default: none; range above 0.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>The largest magnitude of each gradient element. Default: none; range above 0.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Pairs that are kept; beyond, the oldest are forgotten. Default 50,000; range: at least 1.</summary>
    public int Capacity { get; init; } = 50_000;

    /// <inheritdoc/>
    public override void Validate(EnvironmentSpec spec)
    {
        base.Validate(spec);
        OptionChecks.AtLeast(1, StepsPerIteration, nameof(StepsPerIteration), "environment step");
        OptionChecks.AtLeast(1, Epochs, nameof(Epochs), "epoch");
        OptionChecks.AtLeast(1, BatchSize, nameof(BatchSize), "pair");
        OptionChecks.AtLeast(1, Capacity, nameof(Capacity), "pair");
        OptionChecks.Fits(Capacity, new PairLayout(spec).Width, "pairs", nameof(Capacity));
        OptionChecks.Fits(BatchSize, new PairLayout(spec).Width, "pairs", nameof(BatchSize));
        OptionChecks.Within(0, 1, Beta.At(0), nameof(Beta), " at iteration 0");
        OptionChecks.Within(0, 1, Beta.At(long.MaxValue), nameof(Beta), " at the end");
        OptionChecks.Positive(ClipNorm, nameof(ClipNorm));
        OptionChecks.Positive(ClipValue, nameof(ClipValue));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(DaggerOptions), PrintMembers);
}
