namespace Epoche.Experiments;

/// <summary>A training of an agent, whatever its mathematics.</summary>
internal abstract record AgentRecipe : Recipe, IPlaysGames
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

    /// <summary>Episodes of the final evaluation, and of <c>epoche eval</c>.</summary>
    public required int FinalEpisodes { get; init; }

    /// <summary>Whether training goes on although its goal was reached: a run that had ended was given more steps.</summary>
    public bool PastGoal { get; init; }

    /// <summary>What all agents have.</summary>
    public abstract AgentOptions Settings { get; }

    /// <summary>Makes the agent.</summary>
    public abstract Agent CreateAgent(EnvironmentSpec spec);

    /// <summary>So many of them side by side, as the agent sees them.</summary>
    public IBatchEnvironment CreateEnvironment(int count) => Environment.CreateStacked(count, Spec.Frames);

    /// <summary>The same for training, where rewards may count otherwise. Default: no difference.</summary>
    public virtual IBatchEnvironment CreateTraining() => CreateEnvironment(Environments);

    public IPolicy LoadPolicy(RunFolder run)
    {
        Model model = ModelStore.Instance.Load(run);
        RequireFits(model);
        return PolicyOf(model);
    }

    /// <summary>How a model of this recipe plays, without exploring. Default: the action of greatest value.</summary>
    /// <param name="model">One that <see cref="RequireFits"/>.</param>
    public virtual IPolicy PolicyOf(Model model) => new GreedyPolicy(model);

    /// <exception cref="ExperimentException">The options contradict each other or the environment.</exception>
    public void RequireValid()
    {
        try
        {
            Settings.Validate(Spec);
        }
        catch (ArgumentException exception)
        {
            throw new ExperimentException(OptionKeys.Message(exception, Spec.Name));
        }
    }

    /// <exception cref="ExperimentException">The model is that of another recipe.</exception>
    public virtual void RequireFits(Model model)
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

    /// <summary>How a policy did.</summary>
    public EpisodeEvaluation ToResult(EvaluationReport report) =>
        new(report.Episodes, report.Mean, report.Deviation, report.Min, report.Max, report.PerfectShare)
        {
            Returns = report.Returns,
            Counted = Environment.Measure is { } measure ? new(measure.Name, measure.Mean(report)) : null,
        };

    /// <summary>Plays episodes that training never saw.</summary>
    public EpisodeEvaluation Evaluate(IPolicy policy, EvaluationRequest request, CancellationToken cancellation)
    {
        using IBatchEnvironment environment = CreateEnvironment(1);
        using Evaluator evaluator = new(environment);
        return ToResult(evaluator.Run(policy, request.Episodes ?? FinalEpisodes, request.Seed, cancellation));
    }
}
