using Epoche.Cli.Progress;
using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;

namespace Epoche.Cli.Training;

/// <summary>Turns the updates of a classifier into what a person watches.</summary>
internal sealed class SupervisedProgress(IProgressView view, ClassifierRecipe recipe, long steps)
{
    private const double Smoothing = 0.02;

    private readonly RateMeter _updates = new(steps);
    private readonly List<double> _losses = [];
    private double _loss = double.NaN;
    private ExampleEvaluation? _judged;

    public void Judged(ExampleEvaluation? judged) => _judged = judged;

    public void Report(int epoch, long step, float loss)
    {
        _loss = double.IsNaN(_loss) ? loss : _loss + (Smoothing * (loss - _loss));
        if (!view.IsDue)
        {
            return;
        }

        _updates.Advance(step);
        _losses.Add(_loss);
        view.Show(Snapshot(epoch, step));
    }

    private ProgressSnapshot Snapshot(int epoch, long step)
    {
        List<Figure> figures = [];
        if (_judged is not null)
        {
            figures.Add(new("validation accuracy", Format.Accuracy(_judged.Accuracy)));
        }

        figures.Add(new("updates/s", Format.Count(_updates.PerSecond)));
        figures.Add(new("images/s", Format.Count(_updates.PerSecond * recipe.BatchSize)));
        return new ProgressSnapshot
        {
            Share = (double)step / recipe.TotalSteps,
            Position = $"epoch {epoch} of {recipe.Epochs}, {Format.Count(step)} of {Format.Count(recipe.TotalSteps)} updates",
            SecondsLeft = _updates.PerSecond > 0 ? (recipe.TotalSteps - step) / _updates.PerSecond : null,
            Headline = new("loss", Format.Small(_loss)),
            Curve = _losses,
            Figures = figures,
        };
    }
}
