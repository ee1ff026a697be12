namespace Epoche;

/// <summary>
/// Places boxes in rows, each below all that lead to it (Sugiyama, Tagawa and Toda 1981): rows by the longest path, order within a row by
/// the mean place of the neighbours, then places near them. A line across several rows has a point in each,
/// so that it goes around the boxes.
/// </summary>
internal sealed class GraphLayout
{
    private const int Sweeps = 6, MostPoints = 10_000;
    private const double Gap = 24, PointWidth = 8;

    private readonly List<Spot> _spots = [];

    internal GraphLayout(GraphItem[] items, double[] widths)
    {
        int[] ranks = new int[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            ranks[i] = items[i].Sources.Select(source => ranks[source] + 1).DefaultIfEmpty().Max();
            _spots.Add(new Spot(ranks[i], widths[i]));
        }

        int most = LongestLine(items, ranks);
        for (int i = 0; i < items.Length; i++)
        {
            foreach (int source in items[i].Sources)
            {
                if (ranks[i] - ranks[source] <= most && Lines.Count < MostPoints)
                {
                    Lines.Add(Line(_spots[source], _spots[i]));
                }
                else
                {
                    LeftOut++;
                }
            }
        }

        Rows = [.. Enumerable.Range(0, ranks.Max() + 1).Select(_ => new List<Spot>())];
        _spots.ForEach(spot => Rows[spot.Rank].Add(spot));
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            Arrange(sweep % 2 == 0);
        }

        double left = _spots.Min(spot => spot.X - (spot.Width / 2));
        _spots.ForEach(spot => spot.X -= left);
        Width = _spots.Max(spot => spot.X + (spot.Width / 2));
    }

    /// <summary>The spots from top to bottom; those of the boxes come first in <see cref="this"/>.</summary>
    internal IReadOnlyList<List<Spot>> Rows { get; }

    /// <summary>The points that each line goes through, from its box to the other.</summary>
    internal List<Spot[]> Lines { get; } = [];

    /// <summary>How many lines are not there: a picture with all of them would show none.</summary>
    internal int LeftOut { get; }

    internal double Width { get; }

    /// <summary>Where a box is.</summary>
    internal Spot this[int item] => _spots[item];

    /// <summary>How many rows a line may go down, so that all lines together have no more points than a picture can show.</summary>
    private static int LongestLine(GraphItem[] items, int[] ranks)
    {
        long points = 0;
        foreach (IGrouping<int, int> lines in items.SelectMany((item, i) => item.Sources.Select(source => ranks[i] - ranks[source]))
            .GroupBy(length => length).OrderBy(lines => lines.Key))
        {
            points += (long)lines.Key * lines.Count();
            if (points > MostPoints)
            {
                return Math.Max(1, lines.Key - 1);
            }
        }

        return int.MaxValue;
    }

    private Spot[] Line(Spot from, Spot to)
    {
        List<Spot> line = [from];
        for (int rank = from.Rank + 1; rank < to.Rank; rank++)
        {
            Spot point = new(rank, PointWidth);
            _spots.Add(point);
            line.Add(point);
        }

        line.Add(to);
        for (int i = 1; i < line.Count; i++)
        {
            line[i - 1].Below.Add(line[i]);
            line[i].Above.Add(line[i - 1]);
        }

        return [.. line];
    }

    private void Arrange(bool downwards)
    {
        foreach (List<Spot> row in downwards ? Rows : Rows.Reverse())
        {
            Dictionary<Spot, double> wanted = row.ToDictionary(
                spot => spot, spot => (downwards ? spot.Above : spot.Below).Select(other => other.X).DefaultIfEmpty(spot.X).Average());
            Spot[] order = [.. row.OrderBy(spot => wanted[spot])]; // keeps the order of equals
            row.Clear();
            row.AddRange(order);
            Push(row, wanted);
        }
    }

    /// <summary>
    /// As near to the wanted places as the widths allow: pushed to the right where they overlap, then all moved back by the mean push.
    /// </summary>
    private static void Push(List<Spot> row, Dictionary<Spot, double> wanted)
    {
        double end = double.NegativeInfinity, pushed = 0;
        foreach (Spot spot in row)
        {
            spot.X = Math.Max(wanted[spot], end + (spot.Width / 2));
            end = spot.X + (spot.Width / 2) + Gap;
            pushed += spot.X - wanted[spot];
        }

        row.ForEach(spot => spot.X -= pushed / row.Count);
    }

    /// <summary>A box, or a point of a line.</summary>
    internal sealed class Spot(int rank, double width)
    {
        public int Rank { get; } = rank;

        public double Width { get; } = width;

        /// <summary>The middle.</summary>
        public double X { get; set; }

        public List<Spot> Above { get; } = [];

        public List<Spot> Below { get; } = [];
    }
}
