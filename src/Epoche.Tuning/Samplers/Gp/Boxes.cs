namespace Epoche.Tuning;

/// <summary>Cuts the region above a reference point that a front does not dominate into boxes; larger values are better.</summary>
internal static class Boxes
{
    /// <summary>The lower and the upper corner of each box, one after the other; the upper may be infinite.</summary>
    /// <param name="front">Points, dominated ones may be among them.</param>
    /// <param name="reference">A point that all boxes lie above.</param>
    public static List<double[]> Above(IReadOnlyList<double[]> front, ReadOnlySpan<double> reference)
    {
        List<double[]> boxes = [];
        double[] box = new double[2 * reference.Length], low = reference.ToArray();
        Cut([.. front.Where(point => Enumerable.Range(0, low.Length).All(m => point[m] > low[m]))], low, low.Length, box, boxes);
        return boxes;
    }

    /// <summary>Slab by slab of the last objective: in each, those points count that reach above it.</summary>
    private static void Cut(List<double[]> points, double[] reference, int objectives, double[] box, List<double[]> boxes)
    {
        int last = objectives - 1, count = reference.Length;
        if (last == 0)
        {
            (box[0], box[count]) = (points.Aggregate(reference[0], (best, point) => Math.Max(best, point[0])), double.PositiveInfinity);
            boxes.Add([.. box]);
            return;
        }

        List<double[]> sorted = [.. points.OrderByDescending(point => point[last])], above = [];
        double high = double.PositiveInfinity;
        for (int i = 0; i <= sorted.Count; i++)
        {
            double low = i < sorted.Count ? sorted[i][last] : reference[last];
            if (low < high)
            {
                (box[last], box[count + last]) = (low, high);
                Cut(Undominated(above, last), reference, last, box, boxes);
                high = low;
            }

            if (i < sorted.Count)
            {
                above.Add(sorted[i]);
            }
        }
    }

    private static List<double[]> Undominated(List<double[]> points, int objectives) =>
        [.. points.Where((point, i) => !points.Where((other, k) => k != i && Covers(other, point, objectives, k < i)).Any())];

    /// <summary>Whether a point is nowhere below another; of equals the first covers the second.</summary>
    private static bool Covers(double[] one, double[] other, int objectives, bool isFirst)
    {
        bool isAbove = isFirst;
        for (int m = 0; m < objectives; m++)
        {
            if (one[m] < other[m])
            {
                return false;
            }

            isAbove |= one[m] > other[m];
        }

        return isAbove;
    }
}
