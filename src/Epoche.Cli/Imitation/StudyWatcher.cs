using Epoche.Cli.Progress;

namespace Epoche.Cli.Imitation;

/// <summary>Records the epochs of a study and shows them, turning from one network to the next.</summary>
/// <param name="study">What is watched; it must be told of a report first.</param>
/// <param name="recorder">The curves.</param>
/// <param name="epochs">Epochs of each network.</param>
/// <param name="show">Makes the view of a network.</param>
internal sealed class StudyWatcher(ImitationStudy study, NetworkRecorder recorder, int epochs, Func<NetworkTraining, IProgressView> show) : LoopObserver
{
    private IProgressView? _view;
    private ImitationProgress? _progress;

    public override void OnBegin(TrainingLoop loop) => Turn(study.Current);

    public override void OnReport(TrainingLoop loop, LoopReport report)
    {
        if (report.IsEvaluated && study.Latest is { } network)
        {
            recorder.Report(network);
            _progress?.Report();
            if (study.Current is { } next && next != network)
            {
                Turn(next);
            }
        }
    }

    public override void OnEnd(TrainingLoop loop) => _view?.Dispose();

    private void Turn(NetworkTraining? network)
    {
        _view?.Dispose();
        if (network is not null)
        {
            recorder.Open(network);
            _view = show(network);
            _progress = new(_view, epochs, network);
        }
    }
}
