namespace Epoche.Tuning;

/// <summary>
/// A regression tree grown until its leaves are pure: at each node the split of least squared error over all parameters, of equals the
/// first. Choices are ordered by their mean and split along that order, which finds the best of all partitions (Breiman et al. 1984, 4.2).
/// </summary>
internal sealed class RegressionTree
{
    private const int MostDepth = 64;

    private readonly double[][] _columns;
    private readonly int[] _choices;
    private readonly double[] _values;
    private readonly List<TreeLeaf> _leaves = [];

    private RegressionTree(double[][] columns, int[] choices, double[] values) =>
        (_columns, _choices, _values) = (columns, choices, values);

    /// <summary>The leaves of a tree; together they fill the space.</summary>
    /// <param name="columns">Of each parameter its number in each row: in the unit interval, or the index of a choice.</param>
    /// <param name="choices">How many choices each parameter has; 0 for numbers.</param>
    /// <param name="values">The value of each row.</param>
    /// <param name="sample">Which rows to fit; a row may be there several times.</param>
    public static IReadOnlyList<TreeLeaf> Fit(double[][] columns, int[] choices, double[] values, int[] sample)
    {
        RegressionTree tree = new(columns, choices, values);
        double[] high = new double[choices.Length];
        Array.Fill(high, 1);
        TreeLeaf whole = new(new double[choices.Length], high, [.. choices.Select(AllOf)], 0);
        tree.Grow(whole, sample, MostDepth);
        return tree._leaves;

        static bool[]? AllOf(int count) => count > 0 ? [.. Enumerable.Repeat(true, count)] : null;
    }

    private void Grow(TreeLeaf box, int[] rows, int depth)
    {
        double mean = 0;
        foreach (int row in rows)
        {
            mean += _values[row] / rows.Length;
        }

        Split? best = null;
        bool isPure = rows.All(row => _values[row] == _values[rows[0]]);
        for (int k = 0; k < _choices.Length && depth > 0 && !isPure; k++)
        {
            Split? split = _choices[k] > 0 ? SplitChoices(k, rows, mean) : SplitNumbers(k, rows, mean);
            best = split is not null && (best is null || split.Gain > best.Gain) ? split : best;
        }

        if (best is null)
        {
            _leaves.Add(box with { Value = mean });
            return;
        }

        int parameter = best.Parameter;
        if (best.Left is { } left)
        {
            bool[] inside = box.Choices[parameter]!;
            bool[] right = [.. inside.Select((has, choice) => has && !left[choice])];
            Grow(box with { Choices = With(box.Choices, parameter, [.. inside.Select((has, choice) => has && left[choice])]) },
                [.. rows.Where(row => left[(int)_columns[parameter][row]])], depth - 1);
            Grow(box with { Choices = With(box.Choices, parameter, right) },
                [.. rows.Where(row => !left[(int)_columns[parameter][row]])], depth - 1);
            return;
        }

        Grow(box with { High = With(box.High, parameter, best.Threshold) },
            [.. rows.Where(row => _columns[parameter][row] <= best.Threshold)], depth - 1);
        Grow(box with { Low = With(box.Low, parameter, best.Threshold) },
            [.. rows.Where(row => _columns[parameter][row] > best.Threshold)], depth - 1);
    }

    private Split? SplitNumbers(int parameter, int[] rows, double mean)
    {
        double[] column = _columns[parameter];
        int[] order = [.. rows];
        double[] keys = [.. rows.Select(row => column[row])];
        Array.Sort(keys, order); // rows of equal keys are never parted, so their order does not matter
        double total = 0, left = 0, bestGain = 0, threshold = double.NaN;
        foreach (int row in order)
        {
            total += _values[row] - mean;
        }

        for (int i = 0; i + 1 < order.Length; i++)
        {
            left += _values[order[i]] - mean;
            double gain = Gain(left, i + 1, total - left, order.Length - i - 1);
            if (keys[i] < keys[i + 1] && gain > bestGain)
            {
                (bestGain, threshold) = (gain, keys[i] + ((keys[i + 1] - keys[i]) / 2));
                threshold = threshold < keys[i + 1] ? threshold : keys[i];
            }
        }

        return double.IsNaN(threshold) ? null : new(parameter, bestGain, threshold, null);
    }

    /// <summary>Choices that no row of the node has go to the right.</summary>
    private Split? SplitChoices(int parameter, int[] rows, double mean)
    {
        double[] sums = new double[_choices[parameter]];
        int[] counts = new int[sums.Length];
        foreach (int row in rows)
        {
            int choice = (int)_columns[parameter][row];
            sums[choice] += _values[row] - mean;
            counts[choice]++;
        }

        IEnumerable<int> there = Enumerable.Range(0, sums.Length).Where(choice => counts[choice] > 0);
        int[] order = [.. there.OrderBy(choice => sums[choice] / counts[choice])];
        double total = 0, left = 0, bestGain = 0;
        int count = 0, last = -1;
        foreach (int choice in order)
        {
            total += sums[choice];
        }

        for (int i = 0; i + 1 < order.Length; i++)
        {
            left += sums[order[i]];
            count += counts[order[i]];
            double gain = Gain(left, count, total - left, rows.Length - count);
            (bestGain, last) = gain > bestGain ? (gain, i) : (bestGain, last);
        }

        if (last < 0)
        {
            return null;
        }

        bool[] goLeft = new bool[sums.Length];
        foreach (int choice in order[..(last + 1)])
        {
            goLeft[choice] = true;
        }

        return new(parameter, bestGain, 0, goLeft);
    }

    /// <summary>By how much a split reduces the squared error, values being offset by their mean.</summary>
    private static double Gain(double left, int leftCount, double right, int rightCount) =>
        (left * left / leftCount) + (right * right / rightCount);

    private static T[] With<T>(T[] values, int index, T value)
    {
        T[] copy = [.. values];
        copy[index] = value;
        return copy;
    }

    private sealed record Split(int Parameter, double Gain, double Threshold, bool[]? Left);
}
