namespace Epoche.Experiments;

/// <summary>A training by proximal policy optimization: <c>kind: ppo</c>.</summary>
internal sealed record PpoRecipe : AgentRecipe
{
    public required PolicyNetworkRecipe Network { get; init; }

    public required PpoOptions Options { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    public static PpoRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        PolicyNetworkRecipe network = PolicyNetworkRecipe.Read(map.Map("network"), spec);
        int count = map.Int("environments", 1, Bounds.Between(1, 65_536));
        long? steps = AgentKeys.Limit(map, "steps", other: "episodes");
        return new PpoRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = count,
            Steps = steps,
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Network = network,
            Options = Read(map, count, steps) with
            {
                Seed = context.Seed,
                Network = network.Create,
                NormalizeObservations = map.Bool("normalize_observations", false),
                Selection = AgentKeys.ReadSelection(map.Map("evaluation"), environment, spec, environments),
            },
            FinalEpisodes = AgentKeys.FinalEpisodes(map),
            Notices = environments.Notices,
        };
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(EnvironmentSpec spec) => new PpoAgent(spec, Options);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => new HeadPolicy(model, ActionHead.For(Spec));

    /// <inheritdoc/>
    public override void RequireFits(Model model) => PolicyRecipes.RequireFits(model, Spec);

    private static PpoOptions Read(ConfigMap map, int environments, long? steps)
    {
        PpoOptions defaults = new();
        int rollout = map.Int("rollout_steps", defaults.Steps, Bounds.Between(1, 1 << 20));
        int epochs = map.Int("epochs", defaults.Epochs, Bounds.Between(1, 1_000));
        int batch = map.Int("batch_size", defaults.BatchSize, Bounds.Between(1, 1 << 20));
        long rows = (long)rollout * environments;
        long? updates = PolicyRecipes.Updates(steps, rows, epochs * ((rows + batch - 1) / batch));
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), updates);
        return defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Steps = rollout,
            Epochs = epochs,
            BatchSize = batch,
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Lambda = map.Float("lambda", defaults.Lambda, Bounds.Unit),
            Clip = map.TryGet("clip", out ConfigNode? clip) ? ScheduleReader.Read(clip, Bounds.Unit, updates) : defaults.Clip,
            ValueClip = map.OptionalFloat("value_clip", Bounds.Positive),
            NormalizeAdvantages = map.Bool("normalize_advantages", defaults.NormalizeAdvantages),
            ValueWeight = map.Float("value_weight", defaults.ValueWeight, Bounds.NonNegative),
            EntropyWeight = map.Float("entropy_weight", defaults.EntropyWeight, Bounds.NonNegative),
            TargetKl = map.OptionalFloat("target_kl", Bounds.Positive),
            ScaleRewards = map.Bool("scale_rewards", defaults.ScaleRewards),
        };
    }
}
