namespace Epoche.Experiments.Tests.Support;

/// <summary>Cancels a training at a step, as a person may.</summary>
internal sealed class Canceller(long step) : IProgress<ExperimentProgress>, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Report(ExperimentProgress value)
    {
        if (value.Report.Step >= step)
        {
            _source.Cancel();
        }
    }

    public void Dispose() => _source.Dispose();
}
