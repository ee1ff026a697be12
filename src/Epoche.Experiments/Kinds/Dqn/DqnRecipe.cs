namespace Epoche.Experiments;

/// <summary>A training by deep Q-learning: <c>kind: dqn</c>.</summary>
internal sealed record DqnRecipe : AgentRecipe
{
    public required DqnNetworkRecipe Network { get; init; }

    public required DqnOptions Options { get; init; }

    /// <summary>The learning rate over the updates, from 1.</summary>
    public required Schedule LearningRate { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

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

        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        DqnNetworkRecipe network = DqnNetworkRecipe.Read(map, spec);
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"));
        return new DqnRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = map.Int("environments", 1, Bounds.Between(1, 65_536)),
            Steps = AgentKeys.Limit(map, "steps", other: "episodes"),
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            LearningRate = optimizer.LearningRate,
            Network = network,
            Options = Read(map, environment, spec, optimizer, environments) with
            {
                Seed = context.Seed,
                Network = network.Create,
            },
            FinalEpisodes = AgentKeys.FinalEpisodes(map),
            Notices = environments.Notices,
        };
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(EnvironmentSpec spec) => new DqnAgent(spec, Options);

    private static DqnOptions Read(
        ConfigMap map, EnvironmentEntry environment, EnvironmentSpec spec, OptimizerRecipe optimizer, EnvironmentReader environments)
    {
        ConfigMap replay = map.Map("replay");
        (int? everySteps, int? everyUpdates) = AgentKeys.TargetPeriod(map);
        DqnOptions defaults = new() { Network = _ => [] };
        return defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Replay = ReplayKeys.Read(replay, map.Int("environments", 1)),
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Epsilon = AgentKeys.ReadEpsilon(map.Required("epsilon")),
            WarmUpSteps = map.Long("warm_up_steps", defaults.WarmUpSteps, Bounds.NonNegative),
            TrainEverySteps = map.Int("train_every_steps", defaults.TrainEverySteps, Bounds.AtLeast(1)),
            UpdatesPerTraining = map.Int("updates_per_train", defaults.UpdatesPerTraining, Bounds.AtLeast(1)),
            BatchSize = map.Int("batch_size", defaults.BatchSize, Bounds.Between(1, 65_536)),
            TargetEverySteps = everySteps,
            TargetEveryUpdates = everyUpdates,
            TargetTau = map.Float("target_tau", defaults.TargetTau, Bounds.Above(0) with { High = 1 }),
            DoubleQ = map.Bool("double", defaults.DoubleQ),
            HuberDelta = ReadLoss(map),
            Temperature = map.TryGet("temperature", out ConfigNode? temperature) ? AgentKeys.ReadLine(temperature, Bounds.Positive) : null,
            Munchausen = map.OptionalMap("munchausen") is { } munchausen ? DqnVariantKeys.Munchausen(munchausen) : null,
            NormalizeObservations = map.Bool("normalize_observations", defaults.NormalizeObservations),
            Selection = AgentKeys.ReadSelection(map.Map("evaluation"), environment, spec, environments),
        };
    }

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
}
