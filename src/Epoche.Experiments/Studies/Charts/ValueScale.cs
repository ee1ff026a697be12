using Epoche.Tracking.Reports;

namespace Epoche.Experiments;

/// <summary>
/// The axis of an objective: by the logarithm where values are positive and of different sizes; otherwise a few wild ones may leave the
/// picture, where they stand at its edge.
/// </summary>
internal sealed class ValueScale
{
    private const double MuchLarger = 500;

    private readonly double _low, _high;

    public ValueScale(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return;
        }

        (_low, _high) = (sorted[0], sorted[^1]);
        IsLogarithmic = _low > 0 && _high / _low >= MuchLarger;
        if (IsLogarithmic)
        {
            // A little room on both sides: the best value does not stand on the axis.
            double room = Math.Sqrt(Math.Sqrt(Math.Sqrt(Math.Sqrt(_high / _low))));
            (_low, _high) = (_low / room, Math.Min(_high * room, double.MaxValue));
        }
        else
        {
            double low = sorted[sorted.Length / 20], high = sorted[^((sorted.Length / 20) + 1)], range = high - low;
            (_low, _high) = (Math.Max(_low, low - (2 * range)), Math.Min(_high, high + (2 * range)));
            Beyond = sorted.Count(value => value < _low || value > _high);
        }
    }

    public bool IsLogarithmic { get; }

    /// <summary>How many values stand at the edge.</summary>
    public int Beyond { get; }

    public Axis ToAxis(double units, bool isHorizontal = false)
    {
        int ticks = Math.Max(2, (int)(units / (isHorizontal ? 85 : 52)));
        return IsLogarithmic ? new LogarithmicAxis(_low, _high, ticks) : Axis.Round(_low, _high, ticks);
    }
}
