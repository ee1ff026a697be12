using System.Diagnostics;

namespace Epoche;

/// <summary>The sums of an epoch that has not come to its end.</summary>
internal sealed class RunningEpoch : IStateful
{
    private double _loss, _sinceUpdate, _gradientNorm, _secondsBefore;
    private long _updates, _start;

    /// <summary>Whether one is running; only a loaded one is at the start of a pass over the data.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Batches learned from.</summary>
    public long Batches { get; private set; }

    /// <summary>Updates made.</summary>
    public long Updates => _updates;

    public int StateVersion => 1;

    private double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Begins an epoch, or goes on with the one that was loaded.</summary>
    public void Begin()
    {
        _start = Stopwatch.GetTimestamp();
        if (!IsRunning)
        {
            (IsRunning, Batches, _updates, _loss, _sinceUpdate, _gradientNorm, _secondsBefore) = (true, 0, 0, 0, 0, 0, 0);
        }
    }

    public void AddBatch(float loss) => (_loss, _sinceUpdate, Batches) = (_loss + loss, _sinceUpdate + loss, Batches + 1);

    /// <returns>The update, with the mean loss of its batches.</returns>
    public StepReport AddUpdate(int batches, float gradientNorm)
    {
        StepReport update = new((float)(_sinceUpdate / batches), gradientNorm);
        (_gradientNorm, _updates, _sinceUpdate) = (_gradientNorm + gradientNorm, _updates + 1, 0);
        return update;
    }

    public EpochReport Report(int epoch) => new(epoch, (float)(_loss / Batches), (float)(_gradientNorm / _updates), _updates, Seconds);

    public void End() => IsRunning = false;

    public void SaveState(StateSaver to)
    {
        to.Write("is_running", IsRunning);
        to.Write<long>("counts", [Batches, _updates]);
        to.Write<double>("sums", [_loss, _gradientNorm, IsRunning ? Seconds : 0]);
    }

    public void LoadState(StateLoader from)
    {
        long[] counts = new long[2];
        double[] sums = new double[3];
        from.Read<long>("counts", counts);
        from.Read<double>("sums", sums);
        IsRunning = from.Boolean("is_running");
        (Batches, _updates) = (counts[0], counts[1]);
        (_loss, _gradientNorm, _secondsBefore, _sinceUpdate) = (sums[0], sums[1], sums[2], 0);
    }
}
