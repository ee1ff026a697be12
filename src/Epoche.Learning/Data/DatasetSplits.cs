namespace Epoche;

/// <summary>Folds and splits of a data set, as <see cref="Splits"/> draws them; they share its arrays.</summary>
public static class DatasetSplits
{
    /// <summary>Folds by chance; see <see cref="Splits.Folds"/>.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Decides who is where.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer examples than folds, or fewer folds than 2.</exception>
    public static IEnumerable<(Dataset Training, Dataset Held)> Folds(this Dataset data, int folds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Splits.Folds(data.Count, folds, seed).Select(data.Apply);
    }

    /// <summary>Folds with the shares of the classes kept, which are the targets; see <see cref="Splits.Stratified"/>.</summary>
    /// <param name="data">The examples; a target is the number of a class.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Decides who is where.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer examples than folds, or fewer folds than 2.</exception>
    /// <exception cref="ArgumentException">Targets are not single whole numbers.</exception>
    public static IEnumerable<(Dataset Training, Dataset Held)> StratifiedFolds(this Dataset data, int folds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Splits.Stratified(Classes(data), folds, seed).Select(data.Apply);
    }

    /// <summary>Folds with groups kept together; see <see cref="Splits.Grouped"/>.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="groups">The group of each.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Decides who is where.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer groups than folds, or fewer folds than 2.</exception>
    /// <exception cref="ArgumentException">There are not as many groups as examples.</exception>
    public static IEnumerable<(Dataset Training, Dataset Held)> GroupedFolds(
        this Dataset data, IReadOnlyList<int> groups, int folds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(groups);
        return groups.Count == data.Count
            ? Splits.Grouped(groups, folds, seed).Select(data.Apply)
            : throw new ArgumentException($"Each of the {data.Count} examples has a group; received {groups.Count}.", nameof(groups));
    }

    /// <summary>Folds in the order of the examples, the later held out; see <see cref="Splits.Ordered"/>.</summary>
    /// <param name="data">The examples, in the order of time.</param>
    /// <param name="folds">How many folds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer examples than parts, or no fold.</exception>
    public static IEnumerable<(Dataset Training, Dataset Held)> OrderedFolds(this Dataset data, int folds)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Splits.Ordered([.. Enumerable.Range(0, data.Count).Select(i => (double)i)], folds).Select(data.Apply);
    }

    /// <summary>One split with the shares of the classes kept; see <see cref="Splits.HoldStratified"/>.</summary>
    /// <param name="data">The examples; a target is the number of a class.</param>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    /// <exception cref="ArgumentException">Targets are not single whole numbers.</exception>
    public static (Dataset Training, Dataset Held) StratifiedSplit(this Dataset data, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Apply(Splits.HoldStratified(Classes(data), share, seed));
    }

    /// <summary>The two sides of a split.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="split">Which go where.</param>
    /// <exception cref="ArgumentOutOfRangeException">The split is that of a larger data set.</exception>
    public static (Dataset Training, Dataset Held) Apply(this Dataset data, Split split)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(split);
        return (data.Select([.. split.Training]), data.Select([.. split.Held]));
    }

    private static int[] Classes(Dataset data)
    {
        int[] classes = new int[data.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            ReadOnlySpan<float> target = data.Target(i);
            classes[i] = target.Length == 1 && target[0] == (int)target[0]
                ? (int)target[0]
                : throw new ArgumentException(
                    $"Folds with the shares of the classes kept need the number of a class as target; example {i} has the target "
                    + $"{Tensor.Of([.. target])}.", nameof(data));
        }

        return classes;
    }
}
