using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;

namespace Epoche.Cli.Training;

/// <summary>Turns the reports of a classifier's training into what a person watches.</summary>
internal sealed class SupervisedProgress(IProgressView view, ClassifierRecipe recipe) : LoopObserver
{
    private const double Smoothing = 0.02;

    private readonly List<double> _losses = [];
    private RateMeter _updates = new();
    private double _loss = double.NaN;

    public override void OnBegin(TrainingLoop loop) => _updates = new(loop.Training.Step);

    public override void OnReport(TrainingLoop loop, LoopReport report)
    {
        _loss = double.IsNaN(_loss) ? report[RunTags.TrainLoss] : _loss + (Smoothing * (report[RunTags.TrainLoss] - _loss));
        if (view.IsDue)
        {
            _updates.Advance(report.Step);
            _losses.Add(_loss);
            view.Show(Snapshot(report));
        }
    }

    private ProgressSnapshot Snapshot(LoopReport report)
    {
        List<Figure> figures = [];
        if (report.Evaluation is { } evaluation)
        {
            figures.Add(new("validation accuracy", Format.Accuracy(evaluation.Score.First)));
        }

        figures.Add(new("updates/s", Format.Count(_updates.PerSecond)));
        figures.Add(new("images/s", Format.Count(_updates.PerSecond * recipe.BatchSize)));
        return new ProgressSnapshot
        {
            Share = (double)report.Step / recipe.TotalSteps,
            Position = $"epoch {Math.Min(report.Epochs + 1, recipe.Epochs)} of {recipe.Epochs}, {Format.Count(report.Step)} of {Format.Count(recipe.TotalSteps)} updates",
            SecondsLeft = _updates.PerSecond > 0 ? (recipe.TotalSteps - report.Step) / _updates.PerSecond : null,
            Headline = new("loss", Format.Small(_loss)),
            Curve = _losses,
            Figures = figures,
        };
    }
}
