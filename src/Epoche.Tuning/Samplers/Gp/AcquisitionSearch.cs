using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// Looks for the row of the greatest acquisition: even points over the space, then from the best of them and from others by chance, in
/// turns, the continuous coordinates by L-BFGS and each discrete one by itself.
/// </summary>
internal sealed class AcquisitionSearch
{
    private const int Starts = 10, MostIterations = 200, MostRounds = 20, MostTried = 16;
    private const double Tolerance = 1e-2;

    private readonly GpSpace _space;
    private readonly Acquisition _acquisition;
    private readonly double[] _roots; // √wⱼ: in units of the length scales all coordinates are alike
    private readonly int _points;

    /// <param name="space">The space.</param>
    /// <param name="acquisition">What is maximised.</param>
    /// <param name="weights">The weight of each coordinate.</param>
    /// <param name="points">How many even points begin.</param>
    public AcquisitionSearch(GpSpace space, Acquisition acquisition, double[] weights, int points)
    {
        (_space, _acquisition, _points) = (space, acquisition, points);
        _roots = [.. weights.Select(Math.Sqrt)];
    }

    /// <summary>The best row that was found.</summary>
    /// <param name="incumbents">Rows to begin at besides.</param>
    /// <param name="random">Scrambles the even points, and chooses among them.</param>
    public double[] Best(IReadOnlyList<double[]> incumbents, ref Rng random)
    {
        List<double[]> rows = EvenRows(ref random);
        rows.AddRange(incumbents);
        double[] values = [.. rows.Select(row => _acquisition.Value(row, default))];
        double[] best = rows[Largest(values)];
        double bestValue = double.NegativeInfinity;
        foreach (double[] start in ChooseStarts(rows, values, incumbents.Count, ref random))
        {
            double[] row = [.. start];
            double value = Climb(row);
            if (value > bestValue)
            {
                (best, bestValue) = (row, value);
            }
        }

        return best;
    }

    private List<double[]> EvenRows(ref Rng random)
    {
        int dimensions = _space.Dimensions, even = Math.Min(dimensions, SobolSequence.MostDimensions);
        SobolSequence sequence = new(even, ref random);
        double[] uniform = new double[dimensions];
        List<double[]> rows = new(_points + Starts);
        for (int i = 0; i < _points; i++)
        {
            sequence.Fill((uint)i, uniform.AsSpan(0, even));
            for (int j = even; j < dimensions; j++)
            {
                uniform[j] = random.NextDouble();
            }

            double[] row = new double[dimensions];
            _space.FromUniform(uniform, row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The best row, the incumbents, and others with a probability proportional to e^value, each once.</summary>
    private static List<double[]> ChooseStarts(List<double[]> rows, double[] values, int incumbents, ref Rng random)
    {
        int best = Largest(values);
        List<double[]> starts = [rows[best]];
        double[] weights = [.. values.Select(value => double.IsFinite(value) ? ScalarMath.Exp(value - values[best]) : 0)];
        weights[best] = 0;
        for (int i = rows.Count - incumbents; i < rows.Count; i++)
        {
            if (i != best && starts.Count < Starts)
            {
                starts.Add(rows[i]);
                weights[i] = 0;
            }
        }

        while (starts.Count < Starts)
        {
            double total = 0;
            foreach (double weight in weights)
            {
                total += weight;
            }

            if (!(total > 0))
            {
                break;
            }

            double place = random.NextDouble() * total;
            int chosen = 0;
            while (chosen < weights.Length - 1 && (weights[chosen] == 0 || (place -= weights[chosen]) >= 0))
            {
                chosen++;
            }

            starts.Add(rows[chosen]);
            weights[chosen] = 0;
        }

        return starts;
    }

    private double Climb(double[] row)
    {
        double value = _acquisition.Value(row, default);
        bool hasDiscrete = Enumerable.Range(0, row.Length).Any(j => _space.Count(j) is not null);
        for (int round = 0; round < MostRounds && double.IsFinite(value); round++)
        {
            double before = value;
            value = Math.Max(value, ClimbContinuous(row, value));
            for (int j = 0; j < row.Length && hasDiscrete; j++)
            {
                value = ClimbDiscrete(row, j, value);
            }

            if (!hasDiscrete || value <= before + 1e-9)
            {
                break;
            }
        }

        return value;
    }

    private double ClimbContinuous(double[] row, double value)
    {
        bool[] exists = new bool[row.Length];
        _space.FillExisting(row, exists);
        int[] moved = [.. Enumerable.Range(0, row.Length).Where(j => exists[j] && _space.Count(j) is null)];
        if (moved.Length == 0)
        {
            return value;
        }

        double[] at = [.. row], full = new double[row.Length];
        double[] x = [.. moved.Select(j => row[j] * _roots[j])];
        double reached = -new BoundedLbfgs(moved.Length).Minimize(
            (place, gradient) =>
            {
                for (int i = 0; i < moved.Length; i++)
                {
                    at[moved[i]] = Coordinate(place[i], moved[i]);
                }

                double negative = -_acquisition.Value(at, full);
                for (int i = 0; i < moved.Length; i++)
                {
                    gradient[i] = -full[moved[i]] / _roots[moved[i]];
                }

                return negative;
            },
            x, new double[moved.Length], [.. moved.Select(j => _roots[j])], Tolerance, MostIterations);
        if (reached > value)
        {
            for (int i = 0; i < moved.Length; i++)
            {
                row[moved[i]] = Coordinate(x[i], moved[i]);
            }
        }

        return reached;
    }

    private double Coordinate(double scaled, int dimension) => Math.Clamp(scaled / _roots[dimension], 0, 1);

    /// <summary>All values where they are few; else steps of 1, 2, 4 … either way, as long as one is better.</summary>
    private double ClimbDiscrete(double[] row, int dimension, double value)
    {
        bool[] exists = new bool[row.Length];
        _space.FillExisting(row, exists);
        if (!exists[dimension] || _space.Count(dimension) is not { } count || count == 1)
        {
            return value;
        }

        bool isMoving = true;
        while (isMoving)
        {
            isMoving = false;
            long place = _space.PlaceOf(dimension, row[dimension]);
            bool triesAll = count <= MostTried || _space.IsCategorical[dimension];
            double[] from = [.. row];
            foreach (long other in triesAll ? All(count) : Around(place, count))
            {
                double[] trial = [.. from];
                trial[dimension] = _space.AtPlace(dimension, other);
                _space.Settle(trial);
                double reached = other == place ? double.NegativeInfinity : _acquisition.Value(trial, default);
                if (reached > value)
                {
                    trial.CopyTo(row, 0);
                    (value, isMoving) = (reached, !triesAll);
                }
            }
        }

        return value;
    }

    private static IEnumerable<long> All(long count)
    {
        for (long place = 0; place < count; place++)
        {
            yield return place;
        }
    }

    private static IEnumerable<long> Around(long place, long count)
    {
        for (long step = 1; step < count; step *= 2)
        {
            if (place - step >= 0)
            {
                yield return place - step;
            }

            if (place + step < count)
            {
                yield return place + step;
            }
        }
    }

    private static int Largest(double[] values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
