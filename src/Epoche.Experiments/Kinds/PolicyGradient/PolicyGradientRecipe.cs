using Epoche.Simulation;

namespace Epoche.Experiments;

/// <summary>A training that learns a policy from its own actions: <c>kind: ppo</c>, <c>a2c</c>, <c>a3c</c> or <c>reinforce</c>.</summary>
internal sealed record PolicyGradientRecipe : AgentRecipe
{
    public required PolicyGradientMethod Method { get; init; }

    public required PolicyGradientTraining Training { get; init; }

    public required PolicyGradientCommon Common { get; init; }

    /// <summary>Whether training's rewards are shaped by the environment's potential.</summary>
    public required bool Shaping { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Training.Options(Common);

    public static PolicyGradientRecipe Read(PolicyGradientMethod method, ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        PolicyNetworkRecipe network = PolicyNetworkRecipe.Read(map.Map("network"), spec, method.Remembers);
        int count = map.Int("environments", 1, Bounds.Between(1, 65_536));
        long? steps = AgentKeys.Limit(map, "steps", other: "episodes");
        return new PolicyGradientRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = count,
            Steps = steps,
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Method = method,
            Training = method.Read(map, spec, count, steps),
            Common = new()
            {
                Network = network,
                NormalizeObservations = map.Bool("normalize_observations", false),
                Selection = AgentKeys.ReadSelection(map.Map("evaluation"), environment, spec, environments),
                Seed = context.Seed,
            },
            Shaping = ReadShaping(map, environment),
            FinalEpisodes = AgentKeys.FinalEpisodes(map),
            Notices = environments.Notices,
        };
    }

    /// <inheritdoc/>
    public override IBatchEnvironment CreateTraining()
    {
        if (!Shaping)
        {
            return base.CreateTraining();
        }

        IBatchEnvironment shaped = new ShapedBatch(
            Environment.CreateBatch(Environments), Training.Discount, Environment.ShapingOf!(Training.Discount));
        return Spec.Frames == 1 ? shaped : new FrameStack(shaped, Spec.Frames);
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(EnvironmentSpec spec) => Method.Create(spec, Settings);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => ModelMemory.Has(model)
        ? new RecurrentPolicy(model, Spec.Actions, ActionHead.For(Spec))
        : new HeadPolicy(model, ActionHead.For(Spec));

    /// <inheritdoc/>
    public override void RequireFits(Model model) => PolicyRecipes.RequireFits(model, Spec);

    private static bool ReadShaping(ConfigMap map, EnvironmentEntry environment)
    {
        bool shaping = map.Bool("shaping", false);
        return !shaping || environment.ShapingOf is not null
            ? shaping
            : throw map.Required("shaping").Error(
                $"must be false: nothing is known of {environment.Name} by which its rewards could be shaped; LifeFinance-v0 has it");
    }
}
