namespace Epoche;

/// <summary>
/// Ways to hold examples out: by chance, with the shares of the classes kept, with groups kept together, by time. The same seed gives the
/// same split on every machine. <see cref="DatasetSplits"/> and <see cref="Table"/> apply them.
/// </summary>
public static class Splits
{
    private const int Most = 1 << 30;

    /// <summary>Folds by chance; each example is held out once.</summary>
    /// <param name="count">How many examples there are, 2³⁰ at most.</param>
    /// <param name="folds">How many folds, 2 to <paramref name="count"/>; their sizes differ by one at most.</param>
    /// <param name="seed">Decides who is where; the stream <c>folds</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer examples than folds, or fewer folds than 2.</exception>
    public static IReadOnlyList<Split> Folds(int count, int folds, ulong seed)
    {
        RequireFolds(count, folds, "examples");
        int[] fold = new int[count];
        int next = 0;
        Deal([Order(count, seed, 0)], folds, fold, ref next);
        return Gather(fold, folds);
    }

    /// <summary>Folds in which each class has about the share that it has in all; each example is held out once.</summary>
    /// <param name="classes">The class of each example, as whole numbers.</param>
    /// <param name="folds">How many folds, 2 to the number of examples.</param>
    /// <param name="seed">Decides who is where; the stream <c>folds</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer examples than folds, or fewer folds than 2.</exception>
    public static IReadOnlyList<Split> Stratified(IReadOnlyList<int> classes, int folds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(classes);
        RequireFolds(classes.Count, folds, "examples");
        int[] fold = new int[classes.Count];
        int next = 0;
        Deal(ByClass(classes, seed), folds, fold, ref next);
        return Gather(fold, folds);
    }

    /// <summary>Folds in which all examples of a group are together: no person, house or series is on both sides.</summary>
    /// <param name="groups">The group of each example, as whole numbers.</param>
    /// <param name="folds">How many folds, 2 to the number of groups. Larger groups are placed first, each into the smallest fold.</param>
    /// <param name="seed">Decides which of groups of one size comes first; the stream <c>folds</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer groups than folds, or fewer folds than 2.</exception>
    public static IReadOnlyList<Split> Grouped(IReadOnlyList<int> groups, int folds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        int[][] members = Members(groups);
        RequireFolds(members.Length, folds, "groups");
        int[] fold = new int[groups.Count], sizes = new int[folds];
        foreach (int[] group in Order(members.Length, seed, 0).Select(i => members[i]).OrderByDescending(group => group.Length))
        {
            int smallest = Array.IndexOf(sizes, sizes.Min());
            sizes[smallest] += group.Length;
            foreach (int example in group)
            {
                fold[example] = smallest;
            }
        }

        return Gather(fold, folds);
    }

    /// <summary>
    /// Folds in the order of time: what is learned from lies before what is held out. Of <paramref name="folds"/> + 1 parts the first
    /// k are learned from and the next is held out. Nothing is left to chance, so there is no seed.
    /// </summary>
    /// <param name="times">When each example was, in any unit; examples of one time stay together.</param>
    /// <param name="folds">How many folds, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer different times than parts, or no fold.</exception>
    /// <exception cref="ArgumentException">A time is NaN.</exception>
    public static IReadOnlyList<Split> Ordered(IReadOnlyList<double> times, int folds)
    {
        ArgumentNullException.ThrowIfNull(times);
        CountChecks.AtLeast(1, folds);
        int[] order = InTime(times);
        int[] ends = [.. Enumerable.Range(1, folds + 1).Select(part => EndOfTime(times, order, (long)order.Length * part / (folds + 1)))];
        if (ends[0] == 0 || ends.Zip(ends.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), $"{folds} folds by time need examples of at least {folds + 1} times that differ, evenly spread; received "
                + $"{times.Count} examples of {times.Distinct().Count()} times.");
        }

        return [.. Enumerable.Range(0, folds).Select(i => new Split(Sorted(order[..ends[i]]), Sorted(order[ends[i]..ends[i + 1]])))];
    }

    /// <summary>One split by chance.</summary>
    /// <param name="count">How many examples there are, 2³⁰ at most.</param>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">Decides which; the stream <c>folds</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    public static Split Hold(int count, double share, ulong seed) => Cut(count, Held(count, share), Order(count, seed, 0));

    /// <summary>One split in which both sides have each class in about the share that it has in all.</summary>
    /// <param name="classes">The class of each example, as whole numbers.</param>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <param name="seed">Decides which; the stream <c>folds</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    public static Split HoldStratified(IReadOnlyList<int> classes, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(classes);
        int held = Held(classes.Count, share);

        // Spread each class evenly over 0 to 1, and hold out what comes first: any prefix has the shares of all.
        int[][] members = ByClass(classes, seed);
        int[] order =
        [
            .. members.SelectMany((group, number) => group.Select((example, i) => (example, number, Place: (i + 0.5) / group.Length)))
                .OrderBy(entry => entry.Place).ThenBy(entry => entry.number).Select(entry => entry.example),
        ];
        return Cut(classes.Count, held, order);
    }

    /// <summary>One split in which all examples of a group are on one side.</summary>
    /// <param name="groups">The group of each example, as whole numbers.</param>
    /// <param name="share">The share to hold out, between 0 and 1; whole groups are, until it is reached.</param>
    /// <param name="seed">Decides which; the stream <c>folds</c> of it is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    public static Split HoldGrouped(IReadOnlyList<int> groups, double share, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        int wanted = Held(groups.Count, share);
        int[][] members = Members(groups);
        List<int> held = [];
        foreach (int group in Order(members.Length, seed, 0))
        {
            if (held.Count >= wanted)
            {
                break;
            }

            held.AddRange(members[group]);
        }

        if (held.Count == groups.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(groups), $"At least two groups are needed, one on each side; received {members.Length}.");
        }

        return Cut(groups.Count, held.Count, [.. held, .. Enumerable.Range(0, groups.Count).Except(held)]);
    }

    /// <summary>One split by time: what is held out comes last. Nothing is left to chance.</summary>
    /// <param name="times">When each example was, in any unit; examples of one time stay together.</param>
    /// <param name="share">The share to hold out, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1, or one side would be empty.</exception>
    /// <exception cref="ArgumentException">A time is NaN.</exception>
    public static Split HoldLast(IReadOnlyList<double> times, double share)
    {
        ArgumentNullException.ThrowIfNull(times);
        int[] order = InTime(times);
        int end = EndOfTime(times, order, times.Count - Held(times.Count, share));
        return end > 0 && end < order.Length
            ? new(Sorted(order[..end]), Sorted(order[end..]))
            : throw new ArgumentOutOfRangeException(
                nameof(share), $"Examples of one time stay together, so nothing would be left on one side; received a share of {share} of "
                + $"{times.Count} examples of {times.Distinct().Count()} times.");
    }

    private static void RequireFolds(int count, int folds, string what)
    {
        if (folds < 2 || folds > count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), $"There are {count} {what}, so folds can be 2 to {count}; received {folds}.");
        }

        CountChecks.AtMost(Most, count);
    }

    private static int Held(int count, double share)
    {
        CountChecks.AtMost(Most, count);
        int held = (int)Math.Round(count * share);
        return share is > 0 and < 1 && held > 0 && held < count
            ? held
            : throw new ArgumentOutOfRangeException(
                nameof(share),
                $"The share to hold out lies between 0 and 1 and leaves examples on both sides; received {share} of {count}.");
    }

    private static int[] Order(int count, ulong seed, int index)
    {
        int[] order = new int[count];
        Rng random = Rng.Stream(seed, "folds", index);
        Shuffling.Fill(order, ref random);
        return order;
    }

    // The examples of each class in an order of chance, the classes in the order of their numbers.
    private static int[][] ByClass(IReadOnlyList<int> classes, ulong seed) =>
        [.. Members(classes).Select((members, i) => (int[])[.. Order(members.Length, seed, i).Select(place => members[place])])];

    private static int[][] Members(IReadOnlyList<int> groups) =>
    [
        .. Enumerable.Range(0, groups.Count).GroupBy(i => groups[i]).OrderBy(group => group.Key).Select(group => (int[])[.. group]),
    ];

    // One class behind another goes round the folds, so that their sizes differ by one at most.
    private static void Deal(int[][] classes, int folds, int[] fold, ref int next)
    {
        foreach (int[] members in classes)
        {
            foreach (int example in members)
            {
                fold[example] = next;
                next = next + 1 == folds ? 0 : next + 1;
            }
        }
    }

    private static Split[] Gather(int[] fold, int folds) =>
    [
        .. Enumerable.Range(0, folds).Select(number => new Split(
            [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] != number)],
            [.. Enumerable.Range(0, fold.Length).Where(i => fold[i] == number)])),
    ];

    private static Split Cut(int count, int held, int[] order) => new(Sorted(order[held..count]), Sorted(order[..held]));

    private static int[] Sorted(int[] places)
    {
        Array.Sort(places);
        return places;
    }

    private static int[] InTime(IReadOnlyList<double> times)
    {
        int missing = Enumerable.Range(0, times.Count).FirstOrDefault(i => double.IsNaN(times[i]), -1);
        return missing < 0
            ? [.. Enumerable.Range(0, times.Count).OrderBy(i => times[i])]
            : throw new ArgumentException($"Each example needs a time; example {missing} has none.", nameof(times));
    }

    // Not between two of one time: forward to where the next time begins.
    private static int EndOfTime(IReadOnlyList<double> times, int[] order, long end)
    {
        int at = (int)end;
        while (at > 0 && at < order.Length && times[order[at]] == times[order[at - 1]])
        {
            at++;
        }

        return at;
    }
}
