namespace Epoche.Tuning;

/// <summary>Normal distributions that are cut off at two ends, with their center between these.</summary>
internal static class TruncatedNormal
{
    private const double Far = 8.3; // in widths: beyond it the normal distribution has less than the rounding of 1

    /// <summary>What the normal distribution has between the ends.</summary>
    public static double Mass(double center, double width, double low, double high)
    {
        double from = (low - center) / width, to = (high - center) / width;
        return from < -Far && to > Far ? 1 : NormalCurve.Between(from, to);
    }

    /// <summary>The number below which this share of the cut-off distribution lies.</summary>
    public static double Draw(double center, double inverseWidth, double low, double high, double share)
    {
        double from = NormalCurve.Lower((low - center) * inverseWidth), to = NormalCurve.Lower((high - center) * inverseWidth);
        double z = NormalCurve.Quantile(from + (share * (to - from)));
        return inverseWidth > 0 ? Math.Clamp(center + (z / inverseWidth), low, high) : center;
    }
}
