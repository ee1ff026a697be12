using Epoche.Cli.Progress;
using Epoche.Cli.Training;

namespace Epoche.Cli.Imitation;

/// <summary>Turns the epochs of a network into what a person watches.</summary>
internal sealed class ImitationProgress(IProgressView view, int epochs, NetworkTraining network)
{
    private readonly RateMeter _epochs = new(network.Epoch), _updates = new(network.Updates);

    public void Report()
    {
        if (!view.IsDue)
        {
            return;
        }

        _epochs.Advance(network.Epoch);
        _updates.Advance(network.Updates);
        (Figure Figure, IReadOnlyList<double> Curve) test = CurveOf("test accuracy", Format.Accuracy, p => p.TestAccuracy);
        view.Show(new ProgressSnapshot
        {
            Share = (double)network.Epoch / epochs,
            Position = $"{network.Size.Name}: epoch {network.Epoch} of {epochs}",
            SecondsLeft = _epochs.PerSecond > 0 ? (epochs - network.Epoch) / _epochs.PerSecond : null,
            Headline = test.Figure,
            Curve = test.Curve,
            Curves =
            [
                CurveOf("training accuracy", Format.Accuracy, p => p.TrainAccuracy), CurveOf("test loss", Format.Small, p => p.TestLoss), CurveOf("training loss", Format.Small, p => p.TrainLoss),
            ],
            Figures = [new("updates/s", Format.Count(_updates.PerSecond))],
        });
    }

    private (Figure Figure, IReadOnlyList<double> Curve) CurveOf(string name, Func<double, string> format, Func<EpochPoint, double> of)
    {
        double[] curve = [.. network.Curve.Select(of)];
        return (new(name, format(curve[^1])), curve);
    }
}
