using Epoche.Tensors;

namespace Epoche.Experiments;

/// <summary>A training by an off-policy actor-critic: <c>kind: ddpg</c>, <c>td3</c> or <c>sac</c>.</summary>
internal sealed record ActorCriticRecipe : AgentRecipe
{
    public required ActorCriticMethod Method { get; init; }

    public required NetworkRecipe Actor { get; init; }

    public required NetworkRecipe Critic { get; init; }

    public required ActorCriticOptions Options { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    /// <summary>How many numbers the network that acts gives.</summary>
    public int ActorOutputs => Method.ActorOutputs(Spec.Actions);

    public static ActorCriticRecipe Read(ActorCriticMethod method, ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        ActionSpec actions = environment.Spec.Actions;
        if (!actions.IsContinuous && !(actions.IsDiscrete && method == ActorCriticMethod.Sac))
        {
            throw map.Required("environment")
                .Error($"must have continuous actions for kind {method.Name}; {environment.Name} has {actions}");
        }

        EnvironmentSpec spec = AgentKeys.SpecOf(environment, map.Int("frames", environment.Frames, Bounds.Between(1, 64)));
        (NetworkRecipe actor, OptimizerRecipe actorOptimizer) = ActorCriticKeys.ReadNetwork(map.RequiredMap("actor"), spec.Observation);
        (NetworkRecipe critic, OptimizerRecipe criticOptimizer) = ActorCriticKeys.ReadNetwork(map.RequiredMap("critic"), spec.Observation);
        int count = map.Int("environments", 1, Bounds.Between(1, 65_536));
        ActorCriticOptions defaults = method.Read(map);
        return new ActorCriticRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = count,
            Steps = AgentKeys.Limit(map, "steps", other: "episodes"),
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Method = method,
            Actor = actor,
            Critic = critic,
            Options = defaults with
            {
                Actor = of => CreateActor(method, actor, of),
                Critic = of => CreateCritic(critic, of),
                ActorOptimizer = actorOptimizer.Optimizer,
                ActorClipNorm = actorOptimizer.ClipNorm,
                CriticOptimizer = criticOptimizer.Optimizer,
                CriticClipNorm = criticOptimizer.ClipNorm,
                Replay = ReplayKeys.Read(map.Map("replay"), count),
                Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
                Noise = ActorCriticKeys.ReadNoise(map, defaults.Noise),
                WarmUpSteps = map.Long("warm_up_steps", defaults.WarmUpSteps, Bounds.NonNegative),
                WarmUpHold = map.Int("warm_up_hold", defaults.WarmUpHold, Bounds.AtLeast(1)),
                TrainEverySteps = map.Int("train_every_steps", defaults.TrainEverySteps, Bounds.AtLeast(1)),
                UpdatesPerTraining = map.Int("updates_per_train", defaults.UpdatesPerTraining, Bounds.AtLeast(1)),
                BatchSize = map.Int("batch_size", defaults.BatchSize, Bounds.Between(1, 65_536)),
                TargetTau = map.Float("target_tau", defaults.TargetTau, Bounds.Above(0) with { High = 1 }),
                NormalizeObservations = map.Bool("normalize_observations", defaults.NormalizeObservations),
                Selection = AgentKeys.ReadSelection(map.Map("evaluation"), environment, spec, environments),
                Seed = context.Seed,
            },
            FinalEpisodes = AgentKeys.FinalEpisodes(map),
            Notices = environments.Notices,
        };
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(EnvironmentSpec spec) => Method.Create(spec, Options);

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => Spec.Actions.IsDiscrete ? new GreedyPolicy(model)
        : Method.SquashesActor ? new DeterministicPolicy(model, Spec.Actions)
        : new HeadPolicy(model, new SquashedGaussianHead(Spec.Actions));

    /// <inheritdoc/>
    public override void RequireFits(Model model)
    {
        if (model is not { Inputs: [var input], Outputs: [var output] }
            || input.Shape != Spec.Observation || output.Shape != [ActorOutputs])
        {
            throw new ExperimentException(
                $"The model takes {string.Join(", ", model.Inputs.Select(port => port.Shape))} and gives "
                + $"{string.Join(", ", model.Outputs.Select(port => port.Shape))}; an actor of {Method.Name} takes {Spec.Observation}, as "
                + $"{Spec.Name} shows it, and gives {ActorOutputs} numbers. Is it the model of another run?",
                ExperimentProblem.Failure);
        }
    }

    private static Sequential CreateActor(ActorCriticMethod method, NetworkRecipe recipe, EnvironmentSpec spec)
    {
        Sequential actor = recipe.Create(spec.Observation, spec.Observation, method.ActorOutputs(spec.Actions));
        if (method.SquashesActor)
        {
            actor.Add(new ActivationLayer(Ops.Tanh));
        }

        return actor;
    }

    private static Model CreateCritic(NetworkRecipe recipe, EnvironmentSpec spec) => spec.Actions.IsDiscrete
        ? recipe.Create(spec.Observation, spec.Observation, spec.Actions.Count)
        : CriticNetwork.Create(
            spec, new() { Hidden = recipe.Hidden, Activation = recipe.Activation, Kernel = recipe.Kernel, Bias = recipe.Bias },
            [.. recipe.CreateFront()]);
}
