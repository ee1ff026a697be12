using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;

namespace Epoche.Cli.Training;

/// <summary>Turns an agent's reports into what a person watches.</summary>
internal sealed class DqnProgress(IProgressView view, DqnRecipe recipe, AgentTraining training) : LoopObserver
{
    private readonly List<double> _returns = [];
    private RateMeter _steps = new(), _updates = new();

    public override void OnBegin(TrainingLoop loop) => (_steps, _updates) = (new(training.Step), new(training.Updates));

    public override void OnReport(TrainingLoop loop, LoopReport report)
    {
        if (!view.IsDue)
        {
            return;
        }

        _steps.Advance(report.Step);
        _updates.Advance(report.Updates);
        if (double.IsFinite(report[RunTags.TrainReturn]))
        {
            _returns.Add(report[RunTags.TrainReturn]);
        }

        view.Show(Snapshot(loop, report));
    }

    private ProgressSnapshot Snapshot(TrainingLoop loop, LoopReport report)
    {
        List<Figure> figures = [];
        if (report.Evaluation is { } evaluation)
        {
            figures.Add(new("judged", $"{Format.Score(evaluation.Measurements[0].Value)} (best {Format.Score(loop.Best.Evaluation!.Score.First)})"));
        }

        figures.Add(new("ε", Format.Small(report[RunTags.Epsilon])));
        figures.Add(new("loss", double.IsFinite(report[RunTags.TrainLoss]) ? Format.Small(report[RunTags.TrainLoss]) : "–"));
        figures.Add(new("env-steps/s", Format.Count(_steps.PerSecond)));
        figures.Add(new("updates/s", Format.Count(_updates.PerSecond)));
        double share = Share(report);
        return new ProgressSnapshot
        {
            Share = share,
            Position = recipe.Episodes is { } episodes
                ? $"{Format.Count(training.Episodes)} of {Format.Count(episodes)} episodes"
                : $"{Format.Count(report.Step)} of {Format.Count(recipe.Steps!.Value)} steps",
            SecondsLeft = _steps.PerSecond > 0 ? (report.Step / share * (1 - share)) / _steps.PerSecond : null,
            Headline = new("return", double.IsFinite(report[RunTags.TrainReturn]) ? Format.Score(report[RunTags.TrainReturn]) : "–"),
            Curve = _returns,
            Figures = figures,
        };
    }

    private double Share(LoopReport report)
    {
        double bySteps = recipe.Steps is { } steps ? (double)report.Step / steps : 0;
        double byEpisodes = recipe.Episodes is { } episodes ? (double)training.Episodes / episodes : 0;
        return Math.Clamp(Math.Max(bySteps, byEpisodes), 1e-9, 1);
    }
}
