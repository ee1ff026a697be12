using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;

namespace Epoche.Cli.Training;

/// <summary>Turns an agent's reports into what a person watches.</summary>
internal sealed class DqnProgress(IProgressView view, DqnRecipe recipe, DqnAgent agent)
{
    private readonly RateMeter _steps = new(agent.Step), _updates = new(agent.Updates);
    private readonly List<double> _returns = [];
    private double _best = agent.BestEvaluation?.Mean ?? double.NegativeInfinity;

    public void Report(TrainingReport report)
    {
        _best = Math.Max(_best, report.Evaluation?.Mean ?? double.NegativeInfinity); // of all reports, not only of those that are shown
        if (!view.IsDue)
        {
            return;
        }

        _steps.Advance(report.Step);
        _updates.Advance(report.Updates);
        if (double.IsFinite(report.MeanReturn))
        {
            _returns.Add(report.MeanReturn);
        }

        view.Show(Snapshot(report));
    }

    private ProgressSnapshot Snapshot(TrainingReport report)
    {
        List<Figure> figures = [];
        if (report.Evaluation is { } evaluation)
        {
            figures.Add(new("judged", $"{Format.Score(evaluation.Mean)} (best {Format.Score(_best)})"));
        }

        figures.Add(new("ε", Format.Small(report.Epsilon)));
        figures.Add(new("loss", float.IsFinite(report.Loss) ? Format.Small(report.Loss) : "–"));
        figures.Add(new("env-steps/s", Format.Count(_steps.PerSecond)));
        figures.Add(new("updates/s", Format.Count(_updates.PerSecond)));
        double share = Share(report);
        return new ProgressSnapshot
        {
            Share = share,
            Position = recipe.Episodes is { } episodes
                ? $"{Format.Count(report.Episodes)} of {Format.Count(episodes)} episodes"
                : $"{Format.Count(report.Step)} of {Format.Count(recipe.Steps!.Value)} steps",
            SecondsLeft = _steps.PerSecond > 0 ? (report.Step / share * (1 - share)) / _steps.PerSecond : null,
            Headline = new("return", double.IsFinite(report.MeanReturn) ? Format.Score(report.MeanReturn) : "–"),
            Curve = _returns,
            Figures = figures,
        };
    }

    private double Share(TrainingReport report)
    {
        double bySteps = recipe.Steps is { } steps ? (double)report.Step / steps : 0;
        double byEpisodes = recipe.Episodes is { } episodes ? (double)report.Episodes / episodes : 0;
        return Math.Clamp(Math.Max(bySteps, byEpisodes), 1e-9, 1);
    }
}
