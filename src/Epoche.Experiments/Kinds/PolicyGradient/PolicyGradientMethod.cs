namespace Epoche.Experiments;

/// <summary>A policy-gradient method as a kind of recipe: how its own keys are read, and its agent made.</summary>
/// <param name="Name">What the key <c>kind</c> says.</param>
/// <param name="Read">What its own keys say, for an environment, so many of them, and the environment steps of the whole training.</param>
/// <param name="Create">The agent.</param>
internal sealed record PolicyGradientMethod(
    string Name,
    Func<ConfigMap, EnvironmentSpec, int, long?, PolicyGradientTraining> Read,
    Func<EnvironmentSpec, AgentOptions, Agent> Create)
{
    private const int UsualEpisode = 1_000; // steps, where there is no time limit

    public static PolicyGradientMethod Ppo { get; } =
        new("ppo", ReadPpo, (spec, options) => new PpoAgent(spec, (PpoOptions)options)) { Remembers = true };

    /// <summary>Whether its agent carries the states of a network from step to step.</summary>
    public bool Remembers { get; private init; }

    public static PolicyGradientMethod A2c { get; } =
        new("a2c", ReadA2c, (spec, options) => new A2cAgent(spec, (A2cOptions)options));

    public static PolicyGradientMethod A3c { get; } =
        new("a3c", ReadA3c, (spec, options) => new A3cAgent(spec, (A3cOptions)options));

    public static PolicyGradientMethod Reinforce { get; } =
        new("reinforce", ReadReinforce, (spec, options) => new ReinforceAgent(spec, (ReinforceOptions)options));

    private static PolicyGradientTraining ReadPpo(ConfigMap map, EnvironmentSpec spec, int environments, long? steps)
    {
        PpoOptions defaults = new();
        int rollout = RolloutSteps(map, defaults.Steps);
        int epochs = map.Int("epochs", defaults.Epochs, Bounds.Between(1, 1_000));
        int batch = map.Int("batch_size", defaults.BatchSize, Bounds.Between(1, 1 << 20));
        if (map.OptionalMap("network")?.Contains("memory") == true && batch % rollout != 0)
        {
            throw map.Error("batch_size", $"must be a multiple of rollout_steps ({rollout}): a network with memory learns from whole "
                + $"sequences; received {batch}");
        }

        long rows = (long)rollout * environments;
        long? updates = PolicyRecipes.Updates(steps, rows, epochs * ((rows + batch - 1) / batch));
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), updates);
        PpoOptions options = defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Steps = rollout,
            Epochs = epochs,
            BatchSize = batch,
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Lambda = map.Float("lambda", defaults.Lambda, Bounds.Unit),
            ValueLambda = map.OptionalFloat("value_lambda", Bounds.Unit),
            Clip = map.TryGet("clip", out ConfigNode? clip) ? ScheduleReader.Read(clip, Bounds.Unit, updates) : defaults.Clip,
            ValueClip = map.OptionalFloat("value_clip", Bounds.Positive),
            NormalizeAdvantages = map.Bool("normalize_advantages", defaults.NormalizeAdvantages),
            ValueWeight = map.Float("value_weight", defaults.ValueWeight, Bounds.NonNegative),
            EntropyWeight = map.Float("entropy_weight", defaults.EntropyWeight, Bounds.NonNegative),
            TargetKl = map.OptionalFloat("target_kl", Bounds.Positive),
            ScaleRewards = map.Bool("scale_rewards", defaults.ScaleRewards),
        };
        return new()
        {
            Options = common => options with
            {
                Network = common.Network.Create,
                NormalizeObservations = common.NormalizeObservations,
                Selection = common.Selection,
                Seed = common.Seed,
            },
            Discount = options.Discount,
            Optimizer = options.Optimizer,
            RolloutSteps = rollout,
            LongestRollout = rollout,
            Batch = Math.Min(batch, rows),
            BatchKey = "batch_size",
        };
    }

    private static PolicyGradientTraining ReadA2c(ConfigMap map, EnvironmentSpec spec, int environments, long? steps)
    {
        A2cOptions defaults = new();
        int rollout = RolloutSteps(map, defaults.Steps);
        long rows = (long)rollout * environments;
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), PolicyRecipes.Updates(steps, rows, 1));
        A2cOptions options = defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Steps = rollout,
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Lambda = map.Float("lambda", defaults.Lambda, Bounds.Unit),
            NormalizeAdvantages = map.Bool("normalize_advantages", defaults.NormalizeAdvantages),
            ValueWeight = map.Float("value_weight", defaults.ValueWeight, Bounds.NonNegative),
            EntropyWeight = map.Float("entropy_weight", defaults.EntropyWeight, Bounds.NonNegative),
            ScaleRewards = map.Bool("scale_rewards", defaults.ScaleRewards),
        };
        return new()
        {
            Options = common => options with
            {
                Network = common.Network.Create,
                NormalizeObservations = common.NormalizeObservations,
                Selection = common.Selection,
                Seed = common.Seed,
            },
            Discount = options.Discount,
            Optimizer = options.Optimizer,
            RolloutSteps = rollout,
            LongestRollout = rollout,
            Batch = rows,
            BatchKey = "rollout_steps",
        };
    }

    private static PolicyGradientTraining ReadA3c(ConfigMap map, EnvironmentSpec spec, int environments, long? steps)
    {
        A3cOptions defaults = new();
        int rollout = RolloutSteps(map, defaults.Steps);
        long? updates = PolicyRecipes.Updates(steps, rollout, 1); // a worker's each; ends of episodes make more of them
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), updates);
        A3cOptions options = defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Steps = rollout,
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Lambda = map.Float("lambda", defaults.Lambda, Bounds.Unit),
            ValueWeight = map.Float("value_weight", defaults.ValueWeight, Bounds.NonNegative),
            EntropyWeight = map.Float("entropy_weight", defaults.EntropyWeight, Bounds.NonNegative),
        };
        return new()
        {
            Options = common => options with
            {
                Network = common.Network.Create,
                NormalizeObservations = common.NormalizeObservations,
                Selection = common.Selection,
                Seed = common.Seed,
            },
            Discount = options.Discount,
            Optimizer = options.Optimizer,
            RolloutSteps = rollout,
            LongestRollout = rollout,
            Batch = rollout,
            BatchKey = "rollout_steps",
            CopiesNetwork = true,
        };
    }

    private static PolicyGradientTraining ReadReinforce(ConfigMap map, EnvironmentSpec spec, int environments, long? steps)
    {
        const string value = "value", mean = "mean";
        ReinforceOptions defaults = new();
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"));
        string baseline = ChoiceReader.Read(map, "baseline", value, [value, mean]);
        ReinforceOptions options = defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Episodes = map.Int("episodes_per_update", defaults.Episodes, Bounds.Between(1, 1 << 16)),
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Baseline = baseline == mean ? ReinforceBaseline.Mean : ReinforceBaseline.Value,
            NormalizeAdvantages = map.Bool("normalize_advantages", defaults.NormalizeAdvantages),
            ValueWeight = map.Float("value_weight", defaults.ValueWeight, Bounds.NonNegative),
            EntropyWeight = map.Float("entropy_weight", defaults.EntropyWeight, Bounds.NonNegative),
        };
        int longest = (int)Math.Min(int.MaxValue, (long)options.Episodes * (spec.TimeLimit ?? UsualEpisode));
        return new()
        {
            Options = common => options with
            {
                Network = common.Network.Create,
                NormalizeObservations = common.NormalizeObservations,
                Selection = common.Selection,
                Seed = common.Seed,
            },
            Discount = options.Discount,
            Optimizer = options.Optimizer,
            LongestRollout = longest,
            Batch = Saturating.Product(longest, environments),
            BatchKey = "episodes_per_update",
        };
    }

    private static int RolloutSteps(ConfigMap map, int usual) => map.Int("rollout_steps", usual, Bounds.Between(1, 1 << 20));
}
