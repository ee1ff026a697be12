namespace Epoche.Tuning;

/// <summary>How wide the kernels of a parameter are.</summary>
internal static class KernelWidths
{
    /// <summary>
    /// The widths, the prior's behind the others. Where none is given, each is the larger gap to a neighbour, the ends of the range
    /// counting as neighbours unless an observation has one on one side only. None is wider than the range or narrower than a hundredth of
    /// it, more where there are few ("magic clip").
    /// </summary>
    /// <param name="centers">Centers of the observations' kernels, and of the prior's behind them.</param>
    /// <param name="low">Where the range begins.</param>
    /// <param name="high">Where it ends.</param>
    /// <param name="width">The width of all as a share of the range; null: by the gaps.</param>
    public static double[] Of(double[] centers, double low, double high, double? width)
    {
        int count = centers.Length - 1;
        double range = high - low, least = range / Math.Min(100, 1 + centers.Length);
        double[] widths = new double[centers.Length];
        if (width is { } share)
        {
            Array.Fill(widths, Math.Clamp(share * range, least, range));
        }
        else if (count > 0)
        {
            double[] sorted = centers[..count];
            int[] order = new int[count];
            for (int i = 0; i < count; i++)
            {
                order[i] = i;
            }

            Array.Sort(sorted, order);
            for (int i = 0; i < count; i++)
            {
                double left = sorted[i] - (i > 0 ? sorted[i - 1] : low), right = (i < count - 1 ? sorted[i + 1] : high) - sorted[i];
                double gap = count > 1 && i == 0 ? right : count > 1 && i == count - 1 ? left : Math.Max(left, right);
                widths[order[i]] = Math.Clamp(gap, least, range);
            }
        }

        widths[count] = range;
        return widths;
    }
}
