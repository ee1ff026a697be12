namespace Epoche.Experiments;

/// <summary>Passes the reports of a loop on to whoever watches.</summary>
internal sealed class ProgressObserver(string title, ProgressDescription description, IProgress<ExperimentProgress> progress) : LoopObserver
{
    public override void OnReport(TrainingLoop loop, LoopReport report) => progress.Report(new ExperimentProgress
    {
        Title = title,
        Report = report,
        Best = loop.Best.Evaluation,
        Position = description.Position(report),
        Description = description,
    });
}
