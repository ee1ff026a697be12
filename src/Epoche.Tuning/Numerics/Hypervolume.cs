namespace Epoche.Tuning;

/// <summary>How much of the space in front of a reference point a set of losses dominates.</summary>
internal static class Hypervolume
{
    private const double Least = 1e-12;

    /// <summary>The volume, by inclusion of one point after the other (While, Bradstreet and Barone, 2012).</summary>
    /// <param name="points">Losses; those that do not lie in front of the reference count nothing.</param>
    /// <param name="reference">The reference point.</param>
    public static double Of(IReadOnlyList<double[]> points, double[] reference)
    {
        List<double[]> inside = [.. points.Where(point => point.Zip(reference).All(pair => pair.First < pair.Second))];
        inside.Sort((one, other) => one[0].CompareTo(other[0]));
        if (reference.Length == 2)
        {
            return OfTwo(inside, reference);
        }

        double volume = 0;
        for (int i = 0; i < inside.Count; i++)
        {
            volume += Exclusive(inside, i, reference);
        }

        return volume;
    }

    /// <summary>Of points, the places of those that dominate most together, chosen one after the other (greedily).</summary>
    public static List<int> Subset(double[][] points, int count)
    {
        double[] reference = Reference(points);
        List<int> chosen = [];
        List<double[]> set = [];
        double volume = 0;
        while (chosen.Count < count)
        {
            int best = -1;
            double most = double.NegativeInfinity;
            for (int i = 0; i < points.Length; i++)
            {
                if (!chosen.Contains(i))
                {
                    double with = Of([.. set, points[i]], reference) - volume;
                    (best, most) = best < 0 || with > most ? (i, with) : (best, most);
                }
            }

            chosen.Add(best);
            set.Add(points[best]);
            volume += most;
        }

        return chosen;
    }

    /// <summary>A point behind all: a tenth beyond the worst of each objective.</summary>
    private static double[] Reference(double[][] points) =>
    [
        .. Enumerable.Range(0, points[0].Length).Select(i =>
        {
            double worst = points.Max(point => point[i]), reference = Math.Max(1.1 * worst, 0.9 * worst);
            return reference == 0 ? Least : reference;
        }),
    ];

    private static double OfTwo(List<double[]> inside, double[] reference)
    {
        double volume = 0, lowest = reference[1];
        foreach (double[] point in inside)
        {
            if (point[1] < lowest)
            {
                volume += (reference[0] - point[0]) * (lowest - point[1]);
                lowest = point[1];
            }
        }

        return volume;
    }

    /// <summary>What a point adds to those behind it in the list.</summary>
    private static double Exclusive(List<double[]> points, int place, double[] reference)
    {
        double[] point = points[place];
        double own = 1;
        for (int i = 0; i < reference.Length; i++)
        {
            own *= reference[i] - point[i];
        }

        List<double[]> limited =
            [.. points.Skip(place + 1).Select(other => other.Zip(point, Math.Max).ToArray())];
        limited.RemoveAll(one => limited.Exists(other => Dominance.Dominates(other, one)));
        return own - Of(limited, reference);
    }
}
