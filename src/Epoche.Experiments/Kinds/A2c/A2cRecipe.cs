namespace Epoche.Experiments;

/// <summary>A training by advantage actor-critic: <c>kind: a2c</c>.</summary>
internal sealed record A2cRecipe : AgentRecipe
{
    public required PolicyNetworkRecipe Network { get; init; }

    public required A2cOptions Options { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    public static A2cRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        PolicyNetworkRecipe network = PolicyNetworkRecipe.Read(map.Map("network"), spec);
        int count = map.Int("environments", 1, Bounds.Between(1, 65_536));
        long? steps = AgentKeys.Limit(map, "steps", other: "episodes");
        return new A2cRecipe
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
    public override Agent CreateAgent(EnvironmentSpec spec) => new A2cAgent(spec, Options);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => new HeadPolicy(model, ActionHead.For(Spec));

    /// <inheritdoc/>
    public override void RequireFits(Model model) => PolicyRecipes.RequireFits(model, Spec);

    private static A2cOptions Read(ConfigMap map, int environments, long? steps)
    {
        A2cOptions defaults = new();
        int rollout = map.Int("rollout_steps", defaults.Steps, Bounds.Between(1, 1 << 20));
        long? updates = PolicyRecipes.Updates(steps, (long)rollout * environments, 1);
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), updates);
        return defaults with
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
    }
}
