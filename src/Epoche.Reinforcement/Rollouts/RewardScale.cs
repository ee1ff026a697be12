namespace Epoche;

/// <summary>
/// By what rewards are divided so that values are neither large nor small: the running deviation of the discounted return of each
/// environment, which begins again with every episode (Engstrom et al. 2020, arXiv:2005.12729, section 2). Welford's updates, in double
/// precision.
/// </summary>
internal sealed class RewardScale(int environments, float discount) : IStateful
{
    private readonly double[] _running = new double[environments];
    private long _count;
    private double _mean, _squares;

    /// <summary>The deviation; 1 before there is any.</summary>
    public float Deviation
    {
        get
        {
            float deviation = _count < 2 ? 0 : (float)Math.Sqrt(_squares / _count);
            return deviation > 0 && float.IsFinite(1 / deviation) && float.IsFinite(deviation) ? deviation : 1;
        }
    }

    int IStateful.StateVersion => 1;

    /// <summary>Takes the rewards and ends of a step.</summary>
    public void Add(in BatchTransition result)
    {
        for (int i = 0; i < _running.Length; i++)
        {
            double value = (_running[i] * discount) + result.Rewards[i], error = value - _mean;
            _mean += error / ++_count;
            _squares += error * (value - _mean);
            _running[i] = result.Ended(i) ? 0 : value;
        }
    }

    /// <summary>Episodes begin again everywhere.</summary>
    public void Begin() => Array.Clear(_running);

    void IStateful.SaveState(StateSaver to)
    {
        to.Write<double>("running", _running);
        to.Write("count", _count);
        to.Write<double>("moments", [_mean, _squares]);
    }

    void IStateful.LoadState(StateLoader from)
    {
        from.RequireCount<double>("running", _running.Length);
        from.RequireCount<double>("moments", 2);
        long count = from.Count("count");
        double[] running = from.Array<double>("running"), moments = from.Array<double>("moments");
        if (!running.All(double.IsFinite) || !double.IsFinite(moments[0]) || !(moments[1] >= 0 && double.IsFinite(moments[1])))
        {
            throw from.Mismatch("moments", "finite returns, a finite mean and a sum of squares of 0 or more", "others");
        }

        running.CopyTo(_running, 0);
        (_count, _mean, _squares) = (count, moments[0], moments[1]);
    }
}
