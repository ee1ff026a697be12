namespace Epoche.Experiments;

/// <summary>A training by recurrent deep Q-learning: <c>kind: recurrent-dqn</c>.</summary>
internal sealed record RecurrentDqnRecipe : AgentRecipe
{
    public required RecurrentNetworkRecipe Network { get; init; }

    public required RecurrentDqnOptions Options { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    public static RecurrentDqnRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        if (!environment.Spec.Actions.IsDiscrete)
        {
            throw map.Required("environment")
                .Error(
                    $"must have discrete actions, among which deep Q-learning chooses; {environment.Name} has {environment.Spec.Actions}");
        }

        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        RecurrentNetworkRecipe network = RecurrentNetworkRecipe.Read(map.Map("network"), spec);
        return new RecurrentDqnRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = map.Int("environments", 1, Bounds.Between(1, 65_536)),
            Steps = AgentKeys.Limit(map, "steps", other: "episodes"),
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Network = network,
            Options = Read(map, spec) with
            {
                Seed = context.Seed,
                Network = network.Create,
                Selection = AgentKeys.ReadSelection(map.Map("evaluation"), environment, spec, environments),
            },
            FinalEpisodes = AgentKeys.FinalEpisodes(map),
            Notices = environments.Notices,
        };
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(EnvironmentSpec spec) => new RecurrentDqnAgent(spec, Options);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => new RecurrentPolicy(model, Spec.Actions);

    /// <inheritdoc/>
    public override void RequireFits(Model model)
    {
        try
        {
            RecurrentPolicy policy = new(model, Spec.Actions);
            if (ModelMemory.Has(model) && policy.Observation == Spec.Observation)
            {
                return;
            }
        }
        catch (ArgumentException)
        {
            // The same as a network that fits and remembers nothing: none of this recipe.
        }

        throw new ExperimentException(
            $"The model takes {string.Join(", ", model.Inputs)} and gives {string.Join(", ", model.Outputs)}; {Spec.Name} shows "
            + $"{Spec.Observation} and expects a network with memory and one value for each of {Spec.Actions.Count} actions. Is it the "
            + "model of another run?",
            ExperimentProblem.Failure);
    }

    private static RecurrentDqnOptions Read(ConfigMap map, EnvironmentSpec spec)
    {
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"));
        (int? everySteps, int? everyUpdates) = AgentKeys.TargetPeriod(map);
        RecurrentDqnOptions defaults = new();
        return defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Sequences = ReadSequences(map.Map("sequences"), spec),
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            NStep = map.Int("n_step", defaults.NStep, Bounds.Between(1, 100)),
            Rescaling = map.Float("rescaling", defaults.Rescaling!.Value, Bounds.Unit) is var scale && scale > 0 ? scale : null,
            Epsilon = AgentKeys.ReadEpsilon(map.Required("epsilon")),
            EpsilonSpread = map.Float("epsilon_spread", defaults.EpsilonSpread, Bounds.Between(0, 100)),
            WarmUpSteps = map.Long("warm_up_steps", defaults.WarmUpSteps, Bounds.NonNegative),
            TrainEverySteps = map.Int("train_every_steps", defaults.TrainEverySteps, Bounds.AtLeast(1)),
            UpdatesPerTraining = map.Int("updates_per_train", defaults.UpdatesPerTraining, Bounds.AtLeast(1)),
            BatchSize = map.Int("batch_size", defaults.BatchSize, Bounds.Between(1, 65_536)),
            TargetEverySteps = everySteps,
            TargetEveryUpdates = everyUpdates,
            TargetTau = map.Float("target_tau", defaults.TargetTau, Bounds.Above(0) with { High = 1 }),
            DoubleQ = map.Bool("double", defaults.DoubleQ),
            StoredStates = map.Bool("stored_states", defaults.StoredStates),
            HuberDelta = map.OptionalFloat("huber_delta", Bounds.Positive),
            NormalizeObservations = map.Bool("normalize_observations", defaults.NormalizeObservations),
        };
    }

    private static SequenceOptions ReadSequences(ConfigMap map, EnvironmentSpec spec)
    {
        SequenceOptions defaults = new();
        int length = map.Int("length", defaults.Length, Bounds.Between(1, 10_000));
        int burnIn = map.Int("burn_in", defaults.BurnIn, Bounds.Between(0, 10_000));
        long perSequence = (length + burnIn + 1L) * Math.Max(spec.Observation.ElementCount, spec.MaskWidth);
        int most = (int)Math.Clamp(Array.MaxLength / perSequence, 1, 10_000_000); // what one array holds
        return new()
        {
            Length = length,
            BurnIn = burnIn,
            Period = map.Int("period", Math.Min(defaults.Period, length), Bounds.Between(1, length)),
            Capacity = map.Int("capacity", Math.Min(defaults.Capacity, most), Bounds.Between(1, most)),
            Priorities = map.OptionalMap("priorities") is { } priorities ? ReplayKeys.ReadPriorities(priorities) : null,
            LargestShare = map.Float("largest_share", defaults.LargestShare, Bounds.Unit),
        };
    }
}
