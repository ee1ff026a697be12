using System.Globalization;

namespace Epoche.Tracking.Reports;

/// <summary>A range of numbers with ticks at round ones: 1, 2 or 5 times a power of ten.</summary>
internal sealed class LinearAxis(double min, double max, double step, bool isNumbered = true) : Axis(min, max)
{
    public override IEnumerable<double> Ticks
    {
        get
        {
            double first = Math.Ceiling((Min / step) - 1e-9);
            for (int i = 0; ((first + i) * step) <= Max + (1e-9 * step); i++)
            {
                yield return (first + i) * step;
            }
        }
    }

    public override double At(double value) => Math.Clamp((Math.Clamp(value, -Largest, Largest) - Min) / (Max - Min), -1000, 1000);

    /// <summary>All ticks of an axis have as many digits as their distance needs.</summary>
    public override string Label(double tick)
    {
        if (!isNumbered)
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
        for (double distance = step / unit; digits < 12 && Math.Abs(distance - Math.Round(distance)) > 1e-6 * distance; distance *= 10)
        {
            digits++;
        }

        return Minus((tick / unit).ToString($"F{digits}", CultureInfo.InvariantCulture)) + suffix;
    }
}
