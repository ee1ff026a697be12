using System.Diagnostics;

namespace Epoche.Cli.Progress;

/// <summary>How fast a counter runs, as an average that forgets what is older than some seconds.</summary>
/// <param name="count">Where the counter stands.</param>
internal sealed class RateMeter(double count = 0)
{
    private const double MemorySeconds = 2;

    private long _at = Stopwatch.GetTimestamp();
    private double _count = count;

    public double PerSecond { get; private set; }

    public void Advance(double count)
    {
        double seconds = Stopwatch.GetElapsedTime(_at).TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        double rate = (count - _count) / seconds;
        double weight = PerSecond == 0 ? 1 : seconds / (seconds + MemorySeconds);
        PerSecond += weight * (rate - PerSecond);
        (_at, _count) = (Stopwatch.GetTimestamp(), count);
    }
}
