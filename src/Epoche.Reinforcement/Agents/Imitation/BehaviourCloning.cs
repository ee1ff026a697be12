namespace Epoche;

/// <summary>
/// Learning to act like a player from pairs of what it saw and did (Pomerleau 1989), as a supervised fit: discrete actions by cross-entropy
/// under their masks, several at once by the sum over their parts, continuous ones by squared error or a normal distribution's likelihood.
/// What it never saw the player do it has to guess, and its mistakes lead there: <see cref="DaggerAgent"/> asks the player.
/// </summary>
/// <example><code>
/// Demonstrations pairs = Demonstrations.Record(environment, player, count: 2_000);
/// ClonedPolicy clone = BehaviourCloning.Fit(pairs, new()
/// {
///     Network = spec => [new Dense(64, Relu), new Dense(spec.Actions.Count)],
///     Validation = Demonstrations.Record(environment, player, count: 500, new() { Seed = 1 }),
/// });
/// Console.WriteLine(clone.Score);
/// </code></example>
public static class BehaviourCloning
{
    /// <summary>Learns a policy.</summary>
    /// <param name="pairs">What to learn from.</param>
    /// <param name="options">The network, and how it is trained.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    /// <exception cref="ArgumentException">Options are out of range, or the network or the validation do not fit the pairs.</exception>
    /// <exception cref="InvalidOperationException">There are no pairs.</exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ClonedPolicy Fit(Demonstrations pairs, CloningOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(options);
        EnvironmentSpec spec = pairs.Spec;
        (Dataset training, Dataset? validation) = Split(pairs, options);
        bool normalizes = options.NormalizeObservations ?? spec.Layout is not [{ Kind: ObservationKind.Index }];
        Imitator imitator = new(spec, options.Network, nameof(CloningOptions.Network), normalizes, options.Seed);
        if (normalizes)
        {
            SetStatistics((Normalization)imitator.Model.Layers[0], training);
        }

        TrainerOptions trainer = new()
        {
            Optimizer = options.Optimizer, Epochs = options.Epochs, ClipNorm = options.ClipNorm, Seed = options.Seed,
        };
        Batches batches = new(training, new() { Size = options.BatchSize, Seed = options.Seed });
        FitReport report = new Trainer(trainer, imitator.Model.Parameters).Fit(
            batches,
            batch => imitator.Loss(batch.Inputs, batch.Targets),
            new FitOptions
            {
                Callbacks = options.Callbacks,
                Checkpoints = options.Checkpoints,
                Writer = options.Writer,
                Evaluate = () => Measure(imitator, training, validation, cancellation),
            },
            cancellation);
        return new(imitator, report, imitator.Evaluate(validation ?? training, cancellation));
    }

    /// <summary>Plays a network that was cloned, such as one from a model file.</summary>
    /// <param name="model">The network.</param>
    /// <param name="spec">The environment.</param>
    /// <exception cref="ArgumentException">The network does not fit the environment.</exception>
    public static IPolicy PolicyOf(Model model, EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(spec);
        return new HeadPolicy(model, new Imitator(spec, model, nameof(model)).Head);
    }

    private static (Dataset Training, Dataset? Validation) Split(Demonstrations pairs, CloningOptions options)
    {
        Dataset all = pairs.ToDataset();
        if (options.Validation is { } validation)
        {
            SpaceChecks.RequireSpacesOf(pairs.Spec, validation.Spec);
            return options.ValidationShare == 0
                ? (all, validation.ToDataset())
                : throw new ArgumentException(
                    $"{nameof(CloningOptions.Validation)} and {nameof(CloningOptions.ValidationShare)} exclude each other: give pairs, or "
                    + "a share to hold back.", nameof(options));
        }

        if (options.ValidationShare == 0)
        {
            return (all, null);
        }

        if (!(options.ValidationShare is > 0 and < 1) || all.Count < 2)
        {
            OptionChecks.Within(0, 1, options.ValidationShare, nameof(CloningOptions.ValidationShare));
            throw new ArgumentException(
                $"{nameof(CloningOptions.ValidationShare)} is {options.ValidationShare} of {pairs}; pairs must remain on both sides.",
                nameof(options));
        }

        int held = Math.Clamp((int)Math.Round((decimal)options.ValidationShare * all.Count), 1, all.Count - 1);
        (Dataset training, Dataset rest) = all.Split(held, options.Seed);
        return (training, rest);
    }

    private static void SetStatistics(Normalization layer, Dataset data)
    {
        ObservationStatistics statistics = new(data.InputShape.ElementCount);
        for (int i = 0; i < data.Count; i++)
        {
            statistics.Add(data.Input(i));
        }

        statistics.WriteTo(layer);
    }

    /// <summary>The curves: <c>train/accuracy</c> and what is measured on the pairs that are held back.</summary>
    private static IEnumerable<MetricValue> Measure(
        Imitator imitator, Dataset training, Dataset? validation, CancellationToken cancellation)
    {
        IEnumerable<MetricValue> own = imitator.Evaluate(training, cancellation).Measurements.Skip(1); // the loss is that of the epoch
        IEnumerable<MetricValue> held = validation is null ? [] : imitator.Evaluate(validation, cancellation).Measurements;
        return [.. Prefixed("train", own), .. Prefixed("validation", held)];
    }

    private static IEnumerable<MetricValue> Prefixed(string prefix, IEnumerable<MetricValue> measurements) =>
        measurements.Select(measurement => measurement with { Name = $"{prefix}/{measurement.Name}" });
}
