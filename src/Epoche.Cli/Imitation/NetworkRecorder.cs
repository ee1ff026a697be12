using Epoche.Cli.Recording;

namespace Epoche.Cli.Imitation;

/// <summary>The curves of the networks as event files, one folder a network, so that TensorBoard shows them over each other. A file that cannot be written costs the curves, with a warning, and nothing else.</summary>
/// <param name="folder">The study's folder.</param>
/// <param name="recipe">What is trained.</param>
/// <param name="warnings">Where a failure is told.</param>
internal sealed class NetworkRecorder(string folder, ImitationRecipe recipe, TextWriter warnings) : Runs.IRunCompanion, IDisposable
{
    public const string TestLoss = "test/loss", TestAccuracy = "test/accuracy";

    private EventFileWriter? _file;

    public void Begin(long? resumeStep)
    {
        // Each network has a file of its own, which goes on behind the epochs that are in the checkpoint: see Open.
    }

    public void BeforeCheckpoint(long step) => _file?.Flush();

    /// <summary>Turns to the next network.</summary>
    public void Open(NetworkTraining network)
    {
        Dispose();
        string path = Path.Combine(folder, network.Size.FolderName);
        bool goesOn = Directory.Exists(path) && Directory.EnumerateFiles(path, "events.out.tfevents.*").Any();
        try
        {
            _file = EventFileWriter.Open(path, new EventFileOptions { ResumeStep = goesOn ? network.Epoch + 1 : null, OnFailure = Warn });
            RunParameter[] parameters =
            [
                new("network", network.Size.Name), new("parameters", network.Model.Parameters.TrainableCount), new("pairs", recipe.Records.Pairs), new("batch_size", recipe.BatchSize),
            ];
            _file.BeginSession(parameters, [TestAccuracy, TestLoss, RunTags.TrainAccuracy, RunTags.TrainLoss]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn(exception);
        }
    }

    /// <summary>After each epoch.</summary>
    public void Report(NetworkTraining network)
    {
        if (_file is null)
        {
            return;
        }

        EpochPoint point = network.Curve[^1];
        _file.Scalar(RunTags.TrainLoss, network.Epoch, point.TrainLoss);
        _file.Scalar(RunTags.TrainAccuracy, network.Epoch, point.TrainAccuracy);
        _file.Scalar(TestLoss, network.Epoch, point.TestLoss);
        _file.Scalar(TestAccuracy, network.Epoch, point.TestAccuracy);
        if (network.Epoch == recipe.Epochs)
        {
            _file.EndSession(succeeded: true);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Warn(Exception exception) => RecordingWarning.Write(warnings, exception);
}
