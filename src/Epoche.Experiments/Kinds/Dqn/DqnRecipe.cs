namespace Epoche.Experiments;

/// <summary>A training by deep Q-learning: <c>kind: dqn</c>.</summary>
internal sealed record DqnRecipe : Recipe, IPlaysGames
{
    public required EnvironmentEntry Environment { get; init; }

    /// <summary>What the agent sees: the environment's own spec, or that of its stacked frames.</summary>
    public required EnvironmentSpec Spec { get; init; }

    /// <summary>How many environments step side by side.</summary>
    public required int Environments { get; init; }

    /// <summary>Environment steps in all; null where episodes alone limit the training.</summary>
    public required long? Steps { get; init; }

    /// <summary>Episodes in all; null where steps alone limit the training.</summary>
    public required long? Episodes { get; init; }

    public required DqnNetworkRecipe Network { get; init; }

    public required DqnOptions Options { get; init; }

    /// <summary>The learning rate over the updates, from 1.</summary>
    public required Schedule LearningRate { get; init; }

    /// <summary>Episodes of the final evaluation, and of <c>epoche eval</c>.</summary>
    public required int FinalEpisodes { get; init; }

    /// <summary>Whether training goes on although its goal was reached: a run that had ended was given more steps.</summary>
    public bool PastGoal { get; init; }

    public static DqnRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        if (!environment.Spec.Actions.IsDiscrete)
        {
            throw map.Required("environment")
                .Error(
                    $"must have discrete actions, among which deep Q-learning chooses; {environment.Name} has {environment.Spec.Actions}");
        }

        EnvironmentSpec spec = SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        DqnNetworkRecipe network = DqnNetworkRecipe.Read(map, spec.Observation);
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"));
        return new DqnRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = map.Int("environments", 1, Bounds.Between(1, 65_536)),
            Steps = Limit(map, "steps", other: "episodes"),
            Episodes = Limit(map, "episodes", other: "steps"),
            LearningRate = optimizer.LearningRate,
            Network = network,
            Options = Read(map, environment, spec, optimizer, environments) with
            {
                Seed = context.Seed,
                Network = network.Create,
            },
            FinalEpisodes = map.Map("evaluation").Int("final_episodes", 1_000, Bounds.Between(1, 10_000_000)),
            Notices = environments.Notices,
        };
    }

    /// <summary>So many of them side by side, as the agent sees them.</summary>
    public IBatchEnvironment CreateEnvironment(int count) => Environment.CreateStacked(count, Spec.Frames);

    public GreedyPolicy LoadPolicy(RunFolder run)
    {
        Model model = ModelStore.Instance.Load(run);
        RequireFits(model);
        return new(model);
    }

    /// <exception cref="ExperimentException">The model is that of another recipe.</exception>
    public void RequireFits(Model model)
    {
        if (model is not { Inputs: [var input], Outputs: [var output] }
            || input.Shape != Spec.Observation || output.Shape != [Spec.Actions.Count])
        {
            throw new ExperimentException(
                $"The model takes {Shapes(model.Inputs)} and gives {Shapes(model.Outputs)}; {Spec.Name} shows {Spec.Observation} "
                + $"and expects one value for each of {Spec.Actions.Count} actions. Is it the model of another run?",
                ExperimentProblem.Failure);
        }

        static string Shapes(IReadOnlyList<ModelPort> ports) => string.Join(", ", ports.Select(port => port.Shape));
    }

    private static EnvironmentSpec SpecOf(EnvironmentEntry environment, int frames)
    {
        using IBatchEnvironment one = environment.CreateStacked(1, frames);
        return one.Spec;
    }

    private static DqnOptions Read(
        ConfigMap map, EnvironmentEntry environment, EnvironmentSpec spec, OptimizerRecipe optimizer, EnvironmentReader environments)
    {
        ConfigMap replay = map.Map("replay");
        (int? everySteps, int? everyUpdates) = TargetPeriod(map);
        DqnOptions defaults = new() { Network = _ => [] };
        return defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Replay = ReadReplay(replay, map.Int("environments", 1)),
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Epsilon = DqnVariantKeys.Line(map.Required("epsilon"), Bounds.Unit),
            WarmUpSteps = map.Long("warm_up_steps", defaults.WarmUpSteps, Bounds.NonNegative),
            TrainEverySteps = map.Int("train_every_steps", defaults.TrainEverySteps, Bounds.AtLeast(1)),
            UpdatesPerTraining = map.Int("updates_per_train", defaults.UpdatesPerTraining, Bounds.AtLeast(1)),
            BatchSize = map.Int("batch_size", defaults.BatchSize, Bounds.Between(1, 65_536)),
            TargetEverySteps = everySteps,
            TargetEveryUpdates = everyUpdates,
            TargetTau = map.Float("target_tau", defaults.TargetTau, Bounds.Above(0) with { High = 1 }),
            DoubleQ = map.Bool("double", defaults.DoubleQ),
            HuberDelta = ReadLoss(map),
            Temperature = map.TryGet("temperature", out ConfigNode? temperature) ? DqnVariantKeys.Line(temperature, Bounds.Positive) : null,
            Munchausen = map.OptionalMap("munchausen") is { } munchausen ? DqnVariantKeys.Munchausen(munchausen) : null,
            NormalizeObservations = map.Bool("normalize_observations", defaults.NormalizeObservations),
            Selection = ReadSelection(map.Map("evaluation"), environment, spec, environments),
        };
    }

    private static ReplayOptions ReadReplay(ConfigMap map, int environments)
    {
        ReplayOptions defaults = new();
        int nStep = map.Int("n_step", defaults.NStep, Bounds.Between(1, 100));
        return new ReplayOptions
        {
            NStep = nStep,
            // What the buffer needs at least: an n-step transition and its two ends in every environment's ring.
            Capacity = map.Int("capacity", defaults.Capacity, Bounds.Between((nStep + 2) * environments, 100_000_000)),
            Priorities = map.OptionalMap("priorities") is { } priorities ? DqnVariantKeys.Priorities(priorities) : null,
        };
    }

    /// <summary>How the best model is found while training; null where <c>every_steps</c> is: the last weights are the result.</summary>
    private static SelectionOptions? ReadSelection(
        ConfigMap map, EnvironmentEntry environment, EnvironmentSpec spec, EnvironmentReader environments)
    {
        SelectionOptions defaults = new();
        bool evaluates = map.Contains("every_steps");
        bool stopWhenPerfect = map.Bool("stop_when_perfect", evaluates && spec.BestReturn is not null);
        if (stopWhenPerfect && spec.BestReturn is null)
        {
            throw map.Required("stop_when_perfect").Error(
                $"must be false: nobody knows the best return of {spec.Name}; use stop_at_return");
        }

        SelectionOptions selection = new()
        {
            EverySteps = evaluates ? map.Required("every_steps").AsLong(Bounds.AtLeast(1)) : defaults.EverySteps,
            Episodes = map.Int("episodes", defaults.Episodes, Bounds.Between(1, 1_000_000)),
            ConfirmEpisodes = map.Int("confirm_episodes", defaults.ConfirmEpisodes, Bounds.Between(1, 1_000_000)),
            ConfirmOn = map.Contains("confirm_environment")
                ? ReadConfirmation(map, environment, environments).CreateStacked(1, spec.Frames)
                : null,
            StopWhenPerfect = stopWhenPerfect,
            StopAtReturn = map.TryGet("stop_at_return", out ConfigNode? stop) ? stop.AsDouble() : null,
        };
        return evaluates ? selection : null;
    }

    /// <summary>One that the agent could play as well; compared as they are, before frames are stacked.</summary>
    private static EnvironmentEntry ReadConfirmation(ConfigMap map, EnvironmentEntry environment, EnvironmentReader environments) =>
        environments.Read(
            map,
            "confirm_environment",
            entry => IsLike(entry.Spec, environment.Spec),
            $"one with the observations and actions of {environment.Name}, and with a best return if that has one");

    private static bool IsLike(EnvironmentSpec candidate, EnvironmentSpec spec) =>
        candidate.Observation == spec.Observation && candidate.Actions.Equals(spec.Actions)
            && candidate.BestReturn is null == spec.BestReturn is null;

    private static float? ReadLoss(ConfigMap map)
    {
        if (ChoiceReader.Read(map, "loss", "huber", ["huber", "mse"]) == "huber")
        {
            return map.Float("huber_delta", 1, Bounds.Positive);
        }

        if (map.TryGet("huber_delta", out ConfigNode? delta))
        {
            throw delta.Error("belongs to 'loss: huber', but the loss is mse; remove one of them");
        }

        return null;
    }

    private static (int? EverySteps, int? EveryUpdates) TargetPeriod(ConfigMap map)
    {
        int? steps = map.OptionalInt("target_every_steps", Bounds.AtLeast(1));
        int? updates = map.OptionalInt("target_every_updates", Bounds.AtLeast(1));
        return (steps, updates) switch
        {
            (null, null) => (map.Required("target_every_steps").AsInt(), null), // throws that it is missing
            ({ }, { }) => throw map.Required("target_every_updates").Error(
                "contradicts target_every_steps, which is set too: the target network follows one clock; set the other to null"),
            _ => (steps, updates),
        };
    }

    private static long? Limit(ConfigMap map, string key, string other) =>
        map.TryGet(key, out ConfigNode? limit) ? limit.AsLong(Bounds.AtLeast(1))
        : map.Contains(other) ? null
        : map.Required(key).AsLong(); // throws that it is missing
}
