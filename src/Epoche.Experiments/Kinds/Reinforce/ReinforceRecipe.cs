namespace Epoche.Experiments;

/// <summary>A training by REINFORCE with a baseline: <c>kind: reinforce</c>.</summary>
internal sealed record ReinforceRecipe : AgentRecipe
{
    private const string Value = "value", Mean = "mean";
    private const int UsualEpisode = 1_000; // steps, where there is no time limit

    public required PolicyNetworkRecipe Network { get; init; }

    public required ReinforceOptions Options { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    /// <summary>Steps of each environment that an update learns from, where its episodes are as long as can be.</summary>
    public int LongestRollout => (int)Math.Min(int.MaxValue, (long)Options.Episodes * (Spec.TimeLimit ?? UsualEpisode));

    public static ReinforceRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        PolicyNetworkRecipe network = PolicyNetworkRecipe.Read(map.Map("network"), spec.Observation);
        return new ReinforceRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = map.Int("environments", 1, Bounds.Between(1, 65_536)),
            Steps = AgentKeys.Limit(map, "steps", other: "episodes"),
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Network = network,
            Options = Read(map) with
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
    public override Agent CreateAgent(EnvironmentSpec spec) => new ReinforceAgent(spec, Options);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => new HeadPolicy(model, ActionHead.For(Spec));

    /// <inheritdoc/>
    public override void RequireFits(Model model) => PolicyRecipes.RequireFits(model, Spec);

    private static ReinforceOptions Read(ConfigMap map)
    {
        ReinforceOptions defaults = new();
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"));
        string baseline = ChoiceReader.Read(map, "baseline", Value, [Value, Mean]);
        return defaults with
        {
            Optimizer = optimizer.Optimizer,
            ClipNorm = optimizer.ClipNorm,
            ClipValue = optimizer.ClipValue,
            Episodes = map.Int("episodes_per_update", defaults.Episodes, Bounds.Between(1, 1 << 16)),
            Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
            Baseline = baseline == Mean ? ReinforceBaseline.Mean : ReinforceBaseline.Value,
            NormalizeAdvantages = map.Bool("normalize_advantages", defaults.NormalizeAdvantages),
            ValueWeight = map.Float("value_weight", defaults.ValueWeight, Bounds.NonNegative),
            EntropyWeight = map.Float("entropy_weight", defaults.EntropyWeight, Bounds.NonNegative),
        };
    }
}
