using System.Globalization;
using Epoche.Kernels;

namespace Epoche.Tracking.Reports;

/// <summary>A range of positive numbers by their logarithm, with ticks at powers of ten, and at 2 and 5 times if these are few.</summary>
internal sealed class LogarithmicAxis : Axis
{
    private static readonly double s_ten = ScalarMath.Log(10);

    private readonly double _from, _to;
    private readonly double[] _ticks;

    /// <param name="min">The least number, above 0.</param>
    /// <param name="max">The greatest; where it is not above the least, the axis reaches from a half to the double.</param>
    /// <param name="ticks">About how many ticks there are.</param>
    public LogarithmicAxis(double min, double max, int ticks)
        : this(max > min ? (Math.Clamp(min, 1e-290, 1e290), Math.Clamp(max, 1e-289, Largest)) : (min / 2, min * 2), ticks)
    {
    }

    private LogarithmicAxis((double Min, double Max) range, int ticks)
        : base(range.Min, range.Max)
    {
        (_from, _to) = (ScalarMath.Log(Min), ScalarMath.Log(Max));
        int first = (int)Math.Floor(_from / s_ten) - 1, last = (int)Math.Ceiling(_to / s_ten) + 1;
        int skip = Math.Max(1, (int)Math.Ceiling((last - first - 2) / (double)Math.Max(1, ticks)));
        double[] powers =
            [.. Enumerable.Range(first, last - first + 1).Where(power => power % skip == 0).Select(PowerOfTen).Where(IsWithin)];
        double[] between =
        [
            .. Enumerable.Range(first, last - first + 1).SelectMany(power => (double[])[1, 2, 5], (power, unit) => unit * PowerOfTen(power))
                .Where(IsWithin),
        ];
        _ticks = between.Length <= ticks + 2 || powers.Length == 0 ? between : powers;
        _ticks = _ticks.Length > 0 ? _ticks : [Min, Max];
    }

    public override IEnumerable<double> Ticks => _ticks;

    public override double At(double value) =>
        value > 0 ? Math.Clamp((ScalarMath.Log(Math.Min(value, Largest)) - _from) / (_to - _from), -1000, 1000) : -1000;

    public override string Label(double tick) => tick is >= 1e-3 and < 1e4
        ? tick.ToString("0.#####", CultureInfo.InvariantCulture)
        : Minus(tick.ToString("0.##e0", CultureInfo.InvariantCulture));

    private static double PowerOfTen(int power) => double.Parse($"1e{power}", CultureInfo.InvariantCulture);

    private bool IsWithin(double value) => value >= Min * (1 - 1e-9) && value <= Max * (1 + 1e-9);
}
