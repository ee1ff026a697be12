using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// The Pearson divergence of each parameter's distribution among the best trials from that among all, both smoothed by kernels on a grid
/// (the definitions of Optuna 5: all trials are the region).
/// </summary>
internal static class PedAnova
{
    private const int Cells = 50;
    private const double LeastWidth = 0.5 / 1.64;

    /// <summary>The importance of each parameter, not normalized.</summary>
    public static double[] Of(ImportanceData data, double best)
    {
        double[] amounts = new double[data.Parameters.Count];
        if (!data.Varies)
        {
            return amounts;
        }

        int count = Math.Max(1, (int)Math.Ceiling(best * data.Losses.Length));
        double limit = data.Losses.Order().ElementAt(count - 1);
        bool[] isBest = [.. data.Losses.Select(loss => loss <= limit)];
        int all = isBest.Length, top = isBest.Count(one => one);
        for (int i = 0; i < amounts.Length; i++)
        {
            // The region of a conditional parameter is where it exists; trials without it tell nothing about it.
            double[] numbers = data.Numbers[i];
            double[] there = [.. numbers.Where(number => !double.IsNaN(number))];
            double[] good = [.. numbers.Where((number, trial) => isBest[trial] && !double.IsNaN(number))];
            if (good.Length > 0)
            {
                double alpha = (double)good.Length / top, beta = (double)there.Length / all;
                amounts[i] = alpha * alpha / beta * Divergence(data.Parameters[i].Value, good, there);
            }
        }

        return amounts;
    }

    private static double Divergence(ParameterDomain domain, double[] best, double[] all)
    {
        int cells = CellsOf(domain);
        double[] top = Density(domain, best, cells), region = Density(domain, all, cells);
        double sum = 0;
        for (int cell = 0; cell < cells; cell++)
        {
            double ratio = (top[cell] / region[cell]) - 1;
            sum += region[cell] * ratio * ratio;
        }

        return sum;
    }

    /// <summary>Choices and short grids cell by cell; whole numbers by the logarithm one cell for each doubling; the rest 50.</summary>
    private static int CellsOf(ParameterDomain domain)
    {
        if (domain.IsCategorical || domain.Count is null)
        {
            return domain.IsCategorical ? (int)domain.Count! : Cells;
        }

        return domain.IsLogarithmic
            ? (int)Math.Ceiling(ScalarMath.Log((double)domain.Count.Value) * 1.4426950408889634) + 1
            : (int)Math.Min(Cells, domain.Count.Value);
    }

    private static double[] Density(ParameterDomain domain, double[] numbers, int cells)
    {
        double[] density = new double[cells];
        int[] places = [.. numbers.Select(number => domain.IsCategorical
            ? (int)number : Math.Clamp((int)(domain.ToUnit(number) * cells), 0, cells - 1))];
        double share = 1.0 / (places.Length + 1); // one kernel for each trial, and one over the whole range
        if (domain.IsCategorical)
        {
            Array.Fill(density, share / cells);
            foreach (int place in places)
            {
                density[place] += share;
            }

            return density;
        }

        double width = Math.Max(LeastWidth, Scott(places));
        int[] counts = new int[cells];
        foreach (int place in places)
        {
            counts[place]++;
        }

        for (int place = 0; place < cells; place++)
        {
            if (counts[place] > 0)
            {
                AddKernel(density, place, width, counts[place] * share);
            }
        }

        AddKernel(density, (cells - 1) / 2.0, cells, share);
        return density;
    }

    /// <summary>A normal kernel, cut to the grid: its mass in each cell.</summary>
    private static void AddKernel(double[] density, double center, double width, double weight)
    {
        double before = NormalCurve.Lower((-0.5 - center) / width);
        double mass = NormalCurve.Lower((density.Length - 0.5 - center) / width) - before;
        for (int cell = 0; cell < density.Length; cell++)
        {
            double after = NormalCurve.Lower((cell + 0.5 - center) / width);
            density[cell] += weight * (after - before) / mass;
            before = after;
        }
    }

    /// <summary>1.059·min(IQR/1.34, deviation)·n^(−1⁄5), in cells.</summary>
    private static double Scott(int[] places)
    {
        int n = places.Length;
        double[] sorted = [.. places.Select(place => (double)place).Order()];
        double mean = sorted.Sum() / n, squares = 0;
        foreach (double place in sorted)
        {
            squares += (place - mean) * (place - mean);
        }

        double deviation = n > 1 ? Math.Sqrt(squares / (n - 1)) : 0;
        return 1.059 * Math.Min((Quartile(0.75) - Quartile(0.25)) / 1.34, deviation) * ScalarMath.Pow(n, -0.2);

        double Quartile(double share)
        {
            double at = share * (n - 1);
            int low = (int)at;
            return low + 1 < n ? sorted[low] + ((at - low) * (sorted[low + 1] - sorted[low])) : sorted[low];
        }
    }
}
