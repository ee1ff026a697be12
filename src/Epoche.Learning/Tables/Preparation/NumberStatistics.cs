namespace Epoche.Tables;

/// <summary>What the numbers of a column are like; missing ones do not count.</summary>
internal sealed class NumberStatistics
{
    private const int Buckets = 4096;

    private readonly double[] _numbers; // longer than there are
    private readonly int _count;
    private int[]? _counts; // of the numbers in each bucket

    private NumberStatistics(double[] numbers, int count) => (_numbers, _count) = (numbers, count);

    public double Mean { get; private init; }

    /// <summary>The root of the mean square of what is left of the mean.</summary>
    public double Deviation { get; private init; }

    public double Least { get; private init; }

    public double Greatest { get; private init; }

    public bool HasMissing { get; private init; }

    /// <exception cref="ArgumentException">A number is infinite.</exception>
    public static NumberStatistics Of(TableColumn cells)
    {
        double[] numbers = GC.AllocateUninitializedArray<double>(cells.Count);
        int count = 0;
        double sum = 0, least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        ReadOnlySpan<double> all = cells.AllNumbers;
        for (int row = 0; row < cells.Count; row++)
        {
            double number = all[cells.Rows is { } rows ? rows[row] : row];
            if (!double.IsNaN(number))
            {
                numbers[count++] = number;
                sum += number;
                least = number < least ? number : least;
                greatest = number > greatest ? number : greatest;
            }
        }

        if (double.IsInfinity(least) || double.IsInfinity(greatest))
        {
            throw new ArgumentException($"Column '{cells.Name}' holds an infinite number, which cannot be scaled.");
        }

        double mean = sum / count, squares = 0;
        foreach (double number in numbers.AsSpan(0, count))
        {
            squares += (number - mean) * (number - mean);
        }

        return new(numbers, count)
        {
            Mean = mean,
            Deviation = Math.Sqrt(squares / count),
            Least = least,
            Greatest = greatest,
            HasMissing = count < cells.Count,
        };
    }

    /// <summary>The number below which a share of them lies, between two of them by proportion.</summary>
    public double Quantile(double share)
    {
        double place = share * (_count - 1);
        int low = (int)place;
        double at = InOrder(low);
        return place == low ? at : at + ((place - low) * (InOrder(low + 1) - at));
    }

    /// <summary>
    /// What a sorted list has at a place. Buckets of equal width say among which few it is to be looked for: two passes over all, in which
    /// processors have nothing to guess.
    /// </summary>
    private double InOrder(int place)
    {
        double width = Buckets / (Greatest - Least);
        ReadOnlySpan<double> numbers = _numbers.AsSpan(0, _count);
        if (_counts is null)
        {
            _counts = new int[Buckets];
            foreach (double number in numbers)
            {
                _counts[Bucket(number, width)]++;
            }
        }

        int bucket = 0;
        while (place >= _counts[bucket])
        {
            place -= _counts[bucket++];
        }

        double[] within = new double[_counts[bucket] + 1];
        int count = 0;
        foreach (double number in numbers)
        {
            within[count] = number; // overwritten by the next where it is of another bucket
            count += Bucket(number, width) == bucket ? 1 : 0;
        }

        return Select(within.AsSpan(0, count), place);
    }

    // Never falls where numbers rise, and that is all it must: a range that is 0 or too wide for a double puts all into one or two buckets.
    private int Bucket(double number, double width) => Math.Clamp((int)((number - Least) * width), 0, Buckets - 1);

    // Hoare's selection (1961) with the median of three: what is before the place is not greater, what is behind it not smaller.
    private static double Select(Span<double> numbers, int place)
    {
        int low = 0, high = numbers.Length - 1;
        while (low < high)
        {
            double a = numbers[low], b = numbers[low + ((high - low) / 2)], c = numbers[high];
            double pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (numbers[i] < pivot)
                {
                    i++;
                }

                while (numbers[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
                    (i, j) = (i + 1, j - 1);
                }
            }

            if (place <= j)
            {
                high = j;
            }
            else if (place >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        return numbers[place];
    }
}
