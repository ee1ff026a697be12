using System.Globalization;

namespace Epoche.Tracking.Reports;

/// <summary>Where values lie along a side of a chart, and which of them are written there.</summary>
internal abstract class Axis
{
    // Beyond these the distance of two ticks would be no number any more.
    protected const double Largest = 1e300, Smallest = 1e-290;

    protected Axis(double min, double max) => (Min, Max) = (min, max);

    public double Min { get; }

    public double Max { get; }

    /// <summary>The values that have a tick.</summary>
    public abstract IEnumerable<double> Ticks { get; }

    /// <summary>Where a value lies: 0 to 1 within the axis, and no farther away than a viewer can draw.</summary>
    public abstract double At(double value);

    /// <summary>A tick's label; empty for none.</summary>
    public abstract string Label(double tick);

    /// <summary>An axis that ends where the numbers end; it starts at zero where they start a little later.</summary>
    public static Axis Tight(double min, double max, int ticks)
    {
        min = min > 0 && min < 0.1 * max ? 0 : min;
        (min, max) = Widen(min, max);
        return new LinearAxis(min, max, Step(max - min, ticks));
    }

    /// <summary>An axis that goes on to the next tick on both sides, and to zero where that is near.</summary>
    public static Axis Round(double min, double max, int ticks)
    {
        (min, max) = Widen(min, max);
        min = min > 0 && min < 0.4 * max ? 0 : min;
        max = max < 0 && max > 0.4 * min ? 0 : max;
        double step = Step(max - min, ticks);
        return new LinearAxis(Math.Floor((min / step) + 1e-9) * step, Math.Ceiling((max / step) - 1e-9) * step, step);
    }

    /// <summary>An axis of counts, from zero, with ticks at whole numbers.</summary>
    public static Axis Counts(double max, int ticks)
    {
        double step = Math.Max(1, Step(Math.Clamp(max, 1, Largest), ticks));
        return new LinearAxis(0, Math.Ceiling((Math.Clamp(max, 1, Largest) / step) - 1e-9) * step, step);
    }

    /// <summary>An axis of rows, each 1 high, without numbers.</summary>
    public static Axis Rows(int count) => new LinearAxis(0, Math.Max(1, count), 1, isNumbered: false);

    /// <summary>An axis from one number exactly to another, as a range of settings has them.</summary>
    /// <param name="min">The least number.</param>
    /// <param name="max">The greatest.</param>
    /// <param name="ticks">About how many ticks there are.</param>
    /// <param name="isWhole">Whether ticks are whole numbers.</param>
    public static Axis Exact(double min, double max, int ticks, bool isWhole = false)
    {
        (min, max) = (Math.Clamp(min, -Largest, Largest), Math.Clamp(max, -Largest, Largest));
        (min, max) = max > min ? (min, max) : (min - Math.Max(0.5, Math.Abs(min) / 10), min + Math.Max(0.5, Math.Abs(min) / 10));
        double step = Step(max - min, ticks);
        return new LinearAxis(min, max, isWhole ? Math.Max(1, step) : step);
    }

    /// <summary>A number as a reader wants it: six digits, groups of thousands where it is whole.</summary>
    public static string Number(double value) => Minus(
        double.IsNaN(value) ? "–"
        : Math.Abs(value) >= 1e15 || (value != 0 && Math.Abs(value) < 1e-4) ? value.ToString("0.####e0", CultureInfo.InvariantCulture)
        : value == Math.Floor(value) || Math.Abs(value) >= 1e5 ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("G5", CultureInfo.InvariantCulture));

    protected static string Minus(string number) => number.Replace('-', '−');

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
