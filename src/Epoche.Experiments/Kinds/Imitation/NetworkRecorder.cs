using Epoche.Tracking.TensorBoard;

namespace Epoche.Experiments;

/// <summary>
/// The curves of the networks as event files, one folder a network, so that TensorBoard shows them over each other. A file that cannot be
/// written is a warning, and is tried again; it costs curves at most.
/// </summary>
/// <param name="context">The run.</param>
/// <param name="recipe">What is trained.</param>
/// <param name="study">What is recorded; it must learn of a report first.</param>
internal sealed class NetworkRecorder(RecordingContext context, ImitationRecipe recipe, ImitationStudy study) : LoopObserver, IRunRecorder
{
    public const string TestLoss = "test/loss", TestAccuracy = "test/accuracy";

    private EventFileWriter? _file;

    public LoopObserver Observer => this;

    public IRunWriter Writer => NullRunWriter.Instance;

    public override void OnBegin(TrainingLoop loop) => Open(study.Current, isDue: loop.ReportedStep < loop.Training.Step);

    public override void OnReport(TrainingLoop loop, LoopReport report)
    {
        if (report.IsEvaluated && study.Latest is { } network)
        {
            Record(network);
            if (study.Current is { } next && next != network)
            {
                Open(next, isDue: false);
            }
        }
    }

    public void Flush() => _file?.Flush();

    public void End(RunStatus status) => Dispose(); // each network's session ends with its last epoch

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Turns to the next network; its file continues behind the epochs that are in the checkpoint.</summary>
    /// <param name="network">The network; null where all are trained.</param>
    /// <param name="isDue">Whether its last epoch is trained, but not evaluated, and so not recorded yet.</param>
    private void Open(NetworkTraining? network, bool isDue)
    {
        Dispose();
        if (network is null)
        {
            return;
        }

        string path = Path.Combine(context.Folder.Path, network.Size.FolderName);
        bool goesOn = EventFileName.In(path).Count > 0;
        try
        {
            _file = EventFileWriter.Open(path, new EventFileOptions
            {
                ResumeStep = goesOn ? network.Epoch + (isDue ? 0 : 1) : null,
                OnFailure = context.Warn,
                OnRecovery = context.Recovered,
            });
            RunParameter[] parameters =
            [
                new("network", network.Size.Name),
                new("parameters", network.Model.Parameters.TrainableCount),
                new("pairs", recipe.Records.Pairs),
                new("batch_size", recipe.BatchSize),
            ];
            _file.BeginSession(parameters, [TestAccuracy, TestLoss, RunTags.TrainAccuracy, RunTags.TrainLoss]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            context.Warn(exception);
        }
    }

    private void Record(NetworkTraining network)
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
}
