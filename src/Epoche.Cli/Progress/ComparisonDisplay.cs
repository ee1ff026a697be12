using System.Diagnostics;

namespace Epoche.Cli.Progress;

/// <summary>Shows how far a comparison is, where it takes more than a moment.</summary>
/// <param name="messages">Where to.</param>
/// <param name="total">How many runs are compared.</param>
internal sealed class ComparisonDisplay(Terminal messages, int total) : IProgress<ComparedRun>, IDisposable
{
    private const double EverySeconds = 2;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;
    private bool _isOver;

    public void Report(ComparedRun value)
    {
        _done++;
        if (!_isOver && _done < total && _watch.Elapsed.TotalSeconds >= EverySeconds)
        {
            messages.Out.WriteLine($"Evaluated {_done} of {Format.Count(total, "run")}");
            _watch.Restart();
        }
    }

    public void Dispose() => _isOver = true;
}
