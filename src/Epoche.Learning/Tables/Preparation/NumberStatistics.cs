namespace Epoche.Tables;

/// <summary>What the numbers of a column are like; missing ones do not count.</summary>
internal sealed class NumberStatistics
{
    private readonly double[] _numbers;

    private NumberStatistics(double[] numbers) => _numbers = numbers;

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

        return new(count == numbers.Length ? numbers : numbers[..count])
        {
            Mean = mean,
            Deviation = Math.Sqrt(squares / count),
            Least = least,
            Greatest = greatest,
            HasMissing = count < cells.Count,
        };
    }

    /// <summary>The number below which a share of them lies, between two of them by proportion. Moves them about.</summary>
    public double Quantile(double share)
    {
        double place = share * (_numbers.Length - 1);
        int low = (int)place;
        double at = Select(low);
        if (place == low)
        {
            return at;
        }

        // What is behind the place is not smaller; the next is the least of it.
        double next = double.PositiveInfinity;
        foreach (double number in _numbers.AsSpan(low + 1))
        {
            next = number < next ? number : next;
        }

        return at + ((place - low) * (next - at));
    }

    // Hoare's selection (1961) with the median of three: what is before the place is not greater, what is behind it not smaller.
    private double Select(int place)
    {
        int low = 0, high = _numbers.Length - 1;
        while (low < high)
        {
            double a = _numbers[low], b = _numbers[low + ((high - low) / 2)], c = _numbers[high];
            double pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (_numbers[i] < pivot)
                {
                    i++;
                }

                while (_numbers[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (_numbers[i], _numbers[j]) = (_numbers[j], _numbers[i]);
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

        return _numbers[place];
    }
}
