namespace Epoche;

/// <summary>
/// Returns of the episodes that batch environments play: the running ones, and the last hundred that ended. Episodes that have ended stay
/// counted whatever batch plays the next ones.
/// </summary>
internal sealed class ReturnWindow : IStateful
{
    private const int Size = 100;

    private readonly double[] _ended = new double[Size];
    private double[] _running = [];

    /// <summary>How many episodes have ended.</summary>
    public long Episodes { get; private set; }

    /// <summary>The mean of the last hundred; NaN where there is none.</summary>
    public double Mean
    {
        get
        {
            // Summed again rather than kept up: a running sum would drift.
            double sum = 0;
            int count = (int)Math.Min(Episodes, Size);
            foreach (double value in _ended.AsSpan(0, count))
            {
                sum += value;
            }

            return sum / count;
        }
    }

    int IStateful.StateVersion => 1;

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("episodes", Episodes);
        to.Write<double>("running", _running);
        to.Write<double>("ended", _ended);
    }

    void IStateful.LoadState(StateLoader from)
    {
        from.RequireCount<double>("ended", Size);
        (Episodes, _running) = (from.Count("episodes"), from.Array<double>("running"));
        from.Read<double>("ended", _ended);
    }

    /// <summary>So many environments were reset from outside: the episodes that were running do not count.</summary>
    public void Begin(int environments)
    {
        if (_running.Length != environments)
        {
            _running = new double[environments];
        }

        Array.Clear(_running);
    }

    /// <summary>Takes the rewards and ends of one step.</summary>
    public void Add(in BatchTransition result)
    {
        for (int i = 0; i < _running.Length; i++)
        {
            _running[i] += result.Rewards[i];
            if (result.Ended(i))
            {
                _ended[Episodes++ % Size] = _running[i];
                _running[i] = 0;
            }
        }
    }
}
