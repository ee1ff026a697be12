namespace Epoche.Tuning;

/// <summary>The combinations of a discrete space by number, parameters that do not exist beside others left out.</summary>
internal static class Combinations
{
    /// <summary>Fills in the combination of a number.</summary>
    /// <param name="space">A space whose combinations can be counted.</param>
    /// <param name="index">From 0 to the number of combinations, less one.</param>
    /// <param name="numbers">Receives an internal number for each parameter; NaN where it does not exist.</param>
    public static void Fill(SearchSpace space, long index, Span<double> numbers)
    {
        numbers.Fill(double.NaN);
        foreach (int root in Roots(space))
        {
            long size = Size(space, root);
            Fill(space, root, index % size, numbers);
            index /= size;
        }
    }

    private static void Fill(SearchSpace space, int parameter, long index, Span<double> numbers)
    {
        ParameterDomain domain = space.Parameters[parameter].Domain;
        int[] children = Children(space, parameter);
        if (children.Length == 0)
        {
            numbers[parameter] = Number(domain, index);
            return;
        }

        for (long value = 0; ; value++)
        {
            double number = Number(domain, value);
            int[] existing = [.. children.Where(child => space.Parameters[child].Condition!.Holds(number))];
            long size = existing.Aggregate(1L, (product, child) => product * Size(space, child));
            if (index >= size)
            {
                index -= size;
                continue;
            }

            numbers[parameter] = number;
            foreach (int child in existing)
            {
                long own = Size(space, child);
                Fill(space, child, index % own, numbers);
                index /= own;
            }

            return;
        }
    }

    private static long Size(SearchSpace space, int parameter)
    {
        ParameterDomain domain = space.Parameters[parameter].Domain;
        int[] children = Children(space, parameter);
        if (children.Length == 0)
        {
            return domain.Count!.Value;
        }

        long all = 0;
        for (long value = 0; value < domain.Count!.Value; value++)
        {
            double number = Number(domain, value);
            all += children.Where(child => space.Parameters[child].Condition!.Holds(number))
                .Aggregate(1L, (product, child) => product * Size(space, child));
        }

        return all;
    }

    private static IEnumerable<int> Roots(SearchSpace space) =>
        Enumerable.Range(0, space.Parameters.Count).Where(i => space.Parameters[i].Condition is null);

    private static int[] Children(SearchSpace space, int parent) =>
    [
        .. Enumerable.Range(0, space.Parameters.Count).Where(i => space.Parameters[i].Condition?.Parent == space.Parameters[parent].Name),
    ];

    private static double Number(ParameterDomain domain, long index) => domain is FloatDomain { Step: { } step } range
        ? Math.Min(range.High, range.Low + (index * step))
        : domain.Bounds.Low + (index * domain.Spacing);
}
