namespace Epoche.Experiments;

/// <summary>Deep Q-learning: <c>kind: dqn</c>.</summary>
internal sealed class DqnKind() : RecipeKind<DqnRecipe, Model>("dqn", ModelStore.Instance)
{
    public override DqnRecipe ReadRecipe(ConfigMap map, RecipeContext context) => DqnRecipe.Read(map, context);

    public override void Prepare(DqnRecipe recipe, IRunSource runs)
    {
        try
        {
            recipe.Options.Validate(recipe.Spec);
        }
        catch (ArgumentException exception)
        {
            throw new ExperimentException(ErrorText.Of(exception));
        }

        long first = Math.Max(recipe.Options.WarmUpSteps, recipe.Options.TrainEverySteps);
        if (recipe.Steps < first)
        {
            string key = first == recipe.Options.WarmUpSteps ? "warm_up_steps" : "train_every_steps";
            throw new ExperimentException(
                $"Nothing would be learned: training ends after {Format.Count(recipe.Steps.Value, "step")}, and the first update comes at "
                    + "step "
                + $"{Format.Count(first)} ({key}). Give more steps, or lower that key.");
        }
    }

    public override IReadOnlyList<MemoryPart> MemoryOf(DqnRecipe recipe, IRunSource runs) => DqnMemory.Of(recipe);

    public override Workload<Model> CreateWorkload(DqnRecipe recipe, WorkloadContext context) => new DqnWorkload(recipe);

    public override EvaluationResult Evaluate(
        DqnRecipe recipe, Model model, RunFolder run, EvaluationRequest request, CancellationToken cancellation)
    {
        recipe.RequireFits(model);
        using IBatchEnvironment environment = recipe.CreateEnvironment(1);
        using Evaluator evaluator = new(environment);
        int episodes = request.Episodes ?? recipe.FinalEpisodes;
        return ToResult(recipe, evaluator.Run(new GreedyPolicy(model), episodes, request.Seed, cancellation));
    }

    public override DqnRecipe Extend(DqnRecipe recipe, RunExtension extension) => !extension.PastEnd
        ? recipe with { Steps = extension.Steps }
        : recipe with
        {
            Steps = extension.Steps,
            Episodes = null,
            PastGoal = true,
            Options = recipe.Options with
            {
                Selection = recipe.Options.Selection is { } selection
                    ? selection with { StopWhenPerfect = false, StopAtReturn = null }
                    : null,
            },
        };

    public static EpisodeEvaluation ToResult(DqnRecipe recipe, EvaluationReport report) =>
        new(report.Episodes, report.Mean, report.Deviation, report.Min, report.Max, report.PerfectShare)
        {
            Returns = report.Returns,
            Counted = recipe.Environment.Measure is { } measure ? new(measure.Name, measure.Mean(report)) : null,
        };
}
