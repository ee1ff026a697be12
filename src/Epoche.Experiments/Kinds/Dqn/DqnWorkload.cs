namespace Epoche.Experiments;

/// <summary>Trains the agent of a <see cref="DqnRecipe"/>.</summary>
internal sealed class DqnWorkload : Workload<Model>
{
    private const int CurveEvery = 250, DistributionEvery = 2_500;

    private readonly DqnRecipe _recipe;
    private readonly IBatchEnvironment _environment;
    private readonly DqnAgent _agent;
    private readonly AgentTraining _training;
    private readonly AgentEvaluation? _evaluation;

    public DqnWorkload(DqnRecipe recipe)
    {
        _recipe = recipe;
        _environment = recipe.CreateEnvironment(recipe.Environments);
        _agent = new(_environment.Spec, recipe.Options);
        _training = new(_agent, _environment);
        _evaluation = recipe.Options.Selection is { } selection ? new(_agent, _environment, selection) : null;
        Options = new()
        {
            Steps = recipe.Steps,
            Until = () => _training.Episodes >= recipe.Episodes,
            Evaluable = _evaluation,
            EvaluateEvery = recipe.Options.Selection?.EverySteps,
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
            new("ε", RunTags.Epsilon),
            new("loss", RunTags.TrainLoss),
            new("env-steps/s", RunTags.StepsPerSecond, ProgressFormat.Count),
            new("updates/s", RunTags.UpdatesPerSecond, ProgressFormat.Count),
        ],
        Position = Position,
    };

    public override IReadOnlyList<string> Metrics => [RunTags.EvaluationReturn, RunTags.TrainReturn, RunTags.TrainLoss];

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
        loop.Best.Evaluation is { } selected ? DqnKind.ToResult(_recipe, AgentEvaluation.ReportOf(selected)) : null;

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
