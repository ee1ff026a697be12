namespace Epoche;

/// <summary>Mean and deviation of each feature over all observations seen, by Welford's updates (1962) in double precision.</summary>
internal sealed class ObservationStatistics(int features) : IStateful
{
    private readonly double[] _mean = new double[features], _squares = new double[features];
    private readonly float[] _meanOut = new float[features], _deviationOut = new float[features];

    /// <summary>How many observations were seen.</summary>
    public long Count { get; private set; }

    int IStateful.StateVersion => 1;

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("count", Count);
        to.Write<double>("mean", _mean);
        to.Write<double>("squares", _squares);
    }

    void IStateful.LoadState(StateLoader from)
    {
        long count = from.Count("count");
        from.RequireCount<double>("mean", _mean.Length);
        from.RequireCount<double>("squares", _squares.Length);
        double[] mean = from.Array<double>("mean"), squares = from.Array<double>("squares");
        if (!mean.All(IsOfNumbers) || !squares.All(value => value >= 0 && IsOfNumbers(Math.Sqrt(value / Math.Max(count, 1)))))
        {
            throw from.Mismatch("mean", "means and sums of squares of finite numbers of single precision", "others");
        }

        Count = count;
        mean.CopyTo(_mean, 0);
        squares.CopyTo(_squares, 0);
    }

    /// <summary>Whether it can be a mean or a deviation of finite numbers of single precision.</summary>
    private static bool IsOfNumbers(double value) => float.IsFinite((float)value);

    /// <summary>Takes rows of observations.</summary>
    public void Add(ReadOnlySpan<float> observations)
    {
        for (; !observations.IsEmpty; observations = observations[_mean.Length..])
        {
            Count++;
            for (int f = 0; f < _mean.Length; f++)
            {
                double error = observations[f] - _mean[f];
                _mean[f] += error / Count;
                _squares[f] += error * (observations[f] - _mean[f]);
            }
        }
    }

    /// <summary>Gives a model's normalization the statistics so far; before two observations it stays as it is.</summary>
    public void WriteTo(Normalization layer)
    {
        if (Count < 2)
        {
            return;
        }

        for (int f = 0; f < _mean.Length; f++)
        {
            _meanOut[f] = (float)_mean[f];

            // A feature that never moved has no scale: it passes shifted, not divided by nothing.
            double variance = _squares[f] / Count;
            _deviationOut[f] = variance > 0 ? (float)Math.Sqrt(variance) : 1;
        }

        layer.SetStatistics(_meanOut, _deviationOut);
    }
}
