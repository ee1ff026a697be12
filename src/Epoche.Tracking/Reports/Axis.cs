using System.Globalization;

namespace Epoche.Tracking.Reports;

/// <summary>A range of numbers with ticks at round ones: 1, 2 or 5 times a power of ten.</summary>
internal sealed class Axis
{
    // Beyond these the distance of two ticks would be no number any more.
    private const double Largest = 1e300, Smallest = 1e-290;

    private readonly double _step;
    private readonly bool _isNumbered;

    private Axis(double min, double max, double step, bool isNumbered = true) =>
        (Min, Max, _step, _isNumbered) = (min, max, step, isNumbered);

    public double Min { get; }

    public double Max { get; }

    public IEnumerable<double> Ticks
    {
        get
        {
            double first = Math.Ceiling((Min / _step) - 1e-9);
            for (int i = 0; ((first + i) * _step) <= Max + (1e-9 * _step); i++)
            {
                yield return (first + i) * _step;
            }
        }
    }

    /// <summary>An axis that ends where the numbers end; it starts at zero where they start a little later.</summary>
    public static Axis Tight(double min, double max, int ticks)
    {
        min = min > 0 && min < 0.1 * max ? 0 : min;
        (min, max) = Widen(min, max);
        return new Axis(min, max, Step(max - min, ticks));
    }

    /// <summary>An axis that goes on to the next tick on both sides, and to zero where that is near.</summary>
    public static Axis Round(double min, double max, int ticks)
    {
        (min, max) = Widen(min, max);
        min = min > 0 && min < 0.4 * max ? 0 : min;
        max = max < 0 && max > 0.4 * min ? 0 : max;
        double step = Step(max - min, ticks);
        return new Axis(Math.Floor((min / step) + 1e-9) * step, Math.Ceiling((max / step) - 1e-9) * step, step);
    }

    /// <summary>An axis of counts, from zero, with ticks at whole numbers.</summary>
    public static Axis Counts(double max, int ticks)
    {
        double step = Math.Max(1, Step(Math.Clamp(max, 1, Largest), ticks));
        return new Axis(0, Math.Ceiling((Math.Clamp(max, 1, Largest) / step) - 1e-9) * step, step);
    }

    /// <summary>An axis of rows, each 1 high, without numbers.</summary>
    public static Axis Rows(int count) => new(0, Math.Max(1, count), 1, isNumbered: false);

    /// <summary>Where a number lies: 0 to 1 within the axis, and no farther away than a viewer can draw.</summary>
    public double At(double value) => Math.Clamp((Math.Clamp(value, -Largest, Largest) - Min) / (Max - Min), -1000, 1000);

    /// <summary>A tick's label: all ticks of an axis have as many digits as their distance needs.</summary>
    public string Label(double tick)
    {
        if (!_isNumbered)
        {
            return "";
        }

        double size = Math.Max(Math.Abs(Min), Math.Abs(Max));
        if (tick == 0 || Math.Abs(tick) < 1e-9 * size)
        {
            return "0";
        }

        if (size < 1e-4 || size >= 1e15)
        {
            return Minus(tick.ToString("0.###e0", CultureInfo.InvariantCulture));
        }

        (double unit, string suffix) = size >= 1e9 ? (1e9, "G") : size >= 1e6 ? (1e6, "M") : size >= 1e4 ? (1e3, "k") : (1, "");
        int digits = 0;
        for (double step = _step / unit; digits < 12 && Math.Abs(step - Math.Round(step)) > 1e-6 * step; step *= 10)
        {
            digits++;
        }

        return Minus((tick / unit).ToString($"F{digits}", CultureInfo.InvariantCulture)) + suffix;
    }

    /// <summary>A number as a reader wants it: six digits, groups of thousands where it is whole.</summary>
    public static string Number(double value) => Minus(
        double.IsNaN(value) ? "–"
        : Math.Abs(value) >= 1e15 || (value != 0 && Math.Abs(value) < 1e-4) ? value.ToString("0.####e0", CultureInfo.InvariantCulture)
        : value == Math.Floor(value) || Math.Abs(value) >= 1e5 ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("G5", CultureInfo.InvariantCulture));

    private static string Minus(string number) => number.Replace('-', '−');

    // Missing numbers get the range to 1, equal ones that from 0: a single accuracy of 0.97 is shown between 0 and 1, not around it.
    private static (double Min, double Max) Widen(double min, double max)
    {
        if (!(min <= max))
        {
            return (0, 1);
        }

        (min, max) = (Math.Max(min, -Largest), Math.Min(max, Largest));
        if (Math.Max(Math.Abs(min), Math.Abs(max)) < Smallest)
        {
            return (-0.5, 0.5);
        }

        double least = Math.Max(Math.Abs(min), Math.Abs(max)) * 1e-6;
        return max - min > least ? (min, max) : (Math.Min(min, 0), Math.Max(max, 0));
    }

    // The round step that gives about so many ticks.
    private static double Step(double range, int ticks)
    {
        double rough = range / Math.Max(1, ticks), power = 1;
        while (power <= rough / 10)
        {
            power *= 10;
        }

        while (power > rough)
        {
            power /= 10;
        }

        double units = rough / power;
        return power * (units <= 1 ? 1 : units <= 2 ? 2 : units <= 5 ? 5 : 10);
    }
}
