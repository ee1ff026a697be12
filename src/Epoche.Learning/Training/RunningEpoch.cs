using System.Diagnostics;

namespace Epoche;

/// <summary>The sums of an epoch that has not come to its end.</summary>
internal sealed class RunningEpoch : IStateful
{
    private double _loss, _weight, _lossSinceUpdate, _weightSinceUpdate, _gradientNorm, _secondsBefore;
    private long _updates, _start;

    /// <summary>Whether one is running; only a loaded one is at the start of a pass over the data.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Batches learned from.</summary>
    public long Batches { get; private set; }

    /// <summary>Updates made.</summary>
    public long Updates => _updates;

    public int StateVersion => 2;

    private double Seconds => _secondsBefore + Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Begins an epoch, or goes on with the one that was loaded.</summary>
    public void Begin()
    {
        _start = Stopwatch.GetTimestamp();
        if (!IsRunning)
        {
            (IsRunning, Batches, _updates) = (true, 0, 0);
            (_loss, _weight, _lossSinceUpdate, _weightSinceUpdate, _gradientNorm, _secondsBefore) = (0, 0, 0, 0, 0, 0);
        }
    }

    /// <param name="loss">The mean loss of its examples.</param>
    /// <param name="weight">How many there are, or what else it counts.</param>
    public void AddBatch(float loss, double weight)
    {
        (_loss, _weight) = (_loss + (loss * weight), _weight + weight);
        (_lossSinceUpdate, _weightSinceUpdate, Batches) = (_lossSinceUpdate + (loss * weight), _weightSinceUpdate + weight, Batches + 1);
    }

    /// <returns>The update, with the mean loss of its examples.</returns>
    public StepReport AddUpdate(float gradientNorm)
    {
        StepReport update = new((float)(_lossSinceUpdate / _weightSinceUpdate), gradientNorm) { Weight = _weightSinceUpdate };
        (_gradientNorm, _updates, _lossSinceUpdate, _weightSinceUpdate) = (_gradientNorm + gradientNorm, _updates + 1, 0, 0);
        return update;
    }

    public EpochReport Report(int epoch) => new(epoch, (float)(_loss / _weight), (float)(_gradientNorm / _updates), _updates, Seconds);

    public void End() => IsRunning = false;

    public void SaveState(StateSaver to)
    {
        to.Write("is_running", IsRunning);
        to.Write<long>("counts", [Batches, _updates]);
        to.Write<double>("sums", [_loss, _weight, _gradientNorm, IsRunning ? Seconds : 0]);
    }

    public void LoadState(StateLoader from)
    {
        long[] counts = new long[2];
        double[] sums = new double[4];
        from.Read<long>("counts", counts);
        from.Read<double>("sums", sums);
        bool isRunning = from.Boolean("is_running");
        from.RequireSeconds("sums", sums[3]);
        if (from.RequireCount("counts", counts[1]) > from.RequireCount("counts", counts[0]))
        {
            throw from.Mismatch("counts", "at most as many updates as batches", $"{counts[1]} updates, {counts[0]} batches");
        }

        (IsRunning, Batches, _updates) = (isRunning, counts[0], counts[1]);
        (_loss, _weight, _gradientNorm, _secondsBefore) = (sums[0], sums[1], sums[2], sums[3]);
        (_lossSinceUpdate, _weightSinceUpdate) = (0, 0);
    }
}
