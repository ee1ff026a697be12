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
        EpochPoint point = network.Curve[^1];
        view.Show(new ProgressSnapshot
        {
            Share = (double)network.Epoch / epochs,
            Position = $"{network.Size.Name}: epoch {network.Epoch} of {epochs}",
            SecondsLeft = _epochs.PerSecond > 0 ? (epochs - network.Epoch) / _epochs.PerSecond : null,
            Headline = new("test accuracy", Format.Accuracy(point.TestAccuracy)),
            Curve = [.. network.Curve.Select(p => p.TestAccuracy)],
            Figures =
            [
                new("training accuracy", Format.Accuracy(point.TrainAccuracy)), new("test loss", Format.Small(point.TestLoss)), new("training loss", Format.Small(point.TrainLoss)),
                new("updates/s", Format.Count(_updates.PerSecond)),
            ],
        });
    }
}
