namespace Epoche.Experiments;

/// <summary>A training by DAgger: <c>kind: dagger</c>.</summary>
internal sealed record DaggerRecipe : AgentRecipe
{
    public required DaggerExpert Expert { get; init; }

    public required NetworkRecipe Network { get; init; }

    public required DaggerOptions Options { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    /// <summary>What the network gives: what a head takes; of continuous actions the numbers themselves.</summary>
    public int Outputs => OutputsOf(Spec);

    public static DaggerRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        DaggerExpert expert = DaggerExpert.Read(map, environment, spec);
        NetworkRecipe network = NetworkRecipe.Read(map.Map("network"), spec);
        OptimizerRecipe optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"));
        DaggerOptions defaults = new()
        {
            Network = _ => [],
            Expert = _ => throw new InvalidOperationException("The expert is found when the run is there."),
        };
        return new DaggerRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = map.Int("environments", 1, Bounds.Between(1, 65_536)),
            Steps = AgentKeys.Limit(map, "steps", other: "episodes"),
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Expert = expert,
            Network = network,
            Options = defaults with
            {
                Network = it => network.Create(it.Observation, it.Observation, OutputsOf(it)),
                Beta = map.TryGet("beta", out ConfigNode? beta) ? AgentKeys.ReadLine(beta, Bounds.Unit, "iterations") : defaults.Beta,
                StepsPerIteration = map.Int("steps_per_iteration", defaults.StepsPerIteration, Bounds.AtLeast(1)),
                Epochs = map.Int("epochs", defaults.Epochs, Bounds.Between(1, 100_000)),
                BatchSize = map.Int("batch_size", defaults.BatchSize, Bounds.Between(1, 65_536)),
                Optimizer = optimizer.Optimizer,
                ClipNorm = optimizer.ClipNorm,
                ClipValue = optimizer.ClipValue,
                Capacity = map.Int("capacity", defaults.Capacity, Bounds.Between(1, 100_000_000)),
                NormalizeObservations = map.Bool("normalize_observations", defaults.NormalizeObservations),
                Selection = AgentKeys.ReadSelection(map.Map("evaluation"), environment, spec, environments),
                Seed = context.Seed,
            },
            FinalEpisodes = AgentKeys.FinalEpisodes(map),
            Notices = environments.Notices,
        };
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(EnvironmentSpec spec) => new DaggerAgent(spec, Options);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => BehaviourCloning.PolicyOf(model, Spec);

    /// <inheritdoc/>
    public override void RequireFits(Model model)
    {
        try
        {
            PolicyOf(model);
        }
        catch (ArgumentException exception)
        {
            throw new ExperimentException(
                $"{ErrorText.Of(exception)} Is it the model of another run?", ExperimentProblem.Failure, exception);
        }
    }

    private static int OutputsOf(EnvironmentSpec spec) =>
        spec.Actions.IsContinuous ? spec.Actions.Count : ActionHead.For(spec).Outputs;
}
