namespace Epoche.Experiments;

/// <summary>Trains the agent of an <see cref="AgentRecipe"/>.</summary>
internal sealed class AgentWorkload : Workload<Model>
{
    private const int CurveEvery = 250, DistributionEvery = 2_500;

    private readonly AgentRecipe _recipe;
    private readonly IBatchEnvironment _environment;
    private readonly Agent _agent;
    private readonly ProgressFigure[] _figures;
    private readonly AgentTraining _training;
    private readonly AgentEvaluation? _evaluation;

    /// <summary>Makes the environments and the agent.</summary>
    /// <param name="recipe">What to train.</param>
    /// <param name="figures">What a person watches of the agent itself; the last is a curve that runs are compared by.</param>
    public AgentWorkload(AgentRecipe recipe, params ProgressFigure[] figures)
    {
        (_recipe, _figures) = (recipe, figures);
        _environment = recipe.CreateTraining();
        _agent = recipe.CreateAgent(_environment.Spec);
        _training = new(_agent, _environment);
        SelectionOptions? selection = recipe.Settings.Selection;
        _evaluation = selection is null ? null : new(_agent, _environment, selection);
        Options = new()
        {
            Steps = recipe.Steps,
            Until = () => _training.Episodes >= recipe.Episodes,
            Evaluable = _evaluation,
            EvaluateEvery = selection?.EverySteps,
            ReportEvery = CurveEvery,
        };
    }

    public override ITraining Training => _training;

    public override LoopOptions Options { get; }

    public override ProgressDescription Progress => new()
    {
        Headline = new("return", RunTags.TrainReturn, ProgressFormat.Score),
        Figures =
        [
            new("evaluated", RunTags.EvaluationReturn, ProgressFormat.Score) { ShowsBest = true },
            .. _figures,
            new("env-steps/s", RunTags.StepsPerSecond, ProgressFormat.Count),
            new("updates/s", RunTags.UpdatesPerSecond, ProgressFormat.Count),
        ],
        Position = Position,
    };

    public override IReadOnlyList<string> Metrics => [RunTags.EvaluationReturn, RunTags.TrainReturn, _figures[^1].Tag];

    public override long EnvironmentSteps => _training.Step;

    public override bool ForgetsGoal => _recipe.PastGoal;

    public override IRunRecorder OpenRecorder(RecordingContext context) =>
        EventRecorder.Open(context, Metrics, writer => new LoopRecorder(_ => writer, CurveEvery, DistributionEvery));

    public override Model CreateModel(TrainingLoop loop)
    {
        Model best = _agent.Model.Clone();
        loop.Best.CopyTo(best.Parameters);
        return best;
    }

    public override EvaluationResult? SelectedBy(TrainingLoop loop) =>
        loop.Best.Evaluation is { } selected ? _recipe.ToResult(AgentEvaluation.ReportOf(selected)) : null;

    protected override void Dispose(bool disposing)
    {
        _evaluation?.Dispose();
        _environment.Dispose();
    }

    private ProgressPosition Position(LoopReport report)
    {
        double bySteps = _recipe.Steps is { } steps ? (double)report.Step / steps : 0;
        double byEpisodes = _recipe.Episodes is { } episodes ? (double)_training.Episodes / episodes : 0;
        return new(
            Math.Clamp(Math.Max(bySteps, byEpisodes), 1e-9, 1),
            _recipe.Episodes is { } all
                ? $"{Format.Count(_training.Episodes)} of {Format.Count(all)} episodes"
                : $"{Format.Count(report.Step)} of {Format.Count(_recipe.Steps!.Value)} steps");
    }
}
