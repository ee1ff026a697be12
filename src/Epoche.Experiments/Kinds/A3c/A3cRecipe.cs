namespace Epoche.Experiments;

/// <summary>A training by asynchronous advantage actor-critic: <c>kind: a3c</c>.</summary>
internal sealed record A3cRecipe : AgentRecipe
{
    public required PolicyNetworkRecipe Network { get; init; }

    public required A3cOptions Options { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    public static A3cRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        PolicyNetworkRecipe network = PolicyNetworkRecipe.Read(map.Map("network"), spec.Observation);
        int count = map.Int("environments", 1, Bounds.Between(1, 65_536));
        long? steps = AgentKeys.Limit(map, "steps", other: "episodes");
        return new A3cRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = count,
            Steps = steps,
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Network = network,
            Options = Read(map, steps) with
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
    public override Agent CreateAgent(EnvironmentSpec spec) => new A3cAgent(spec, Options);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => new HeadPolicy(model, ActionHead.For(Spec));

    /// <inheritdoc/>
    public override void RequireFits(Model model) => PolicyRecipes.RequireFits(model, Spec);

    private static A3cOptions Read(ConfigMap map, long? steps)
    {
        A3cOptions defaults = new();
        int rollout = map.Int("rollout_steps", defaults.Steps, Bounds.Between(1, 1 << 20));
        long? updates = PolicyRecipes.Updates(steps, rollout, 1); // a worker's each; ends of episodes make more of them
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), updates);
        return defaults with
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
    }
}
