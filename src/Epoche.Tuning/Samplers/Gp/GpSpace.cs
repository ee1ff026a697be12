namespace Epoche.Tuning;

/// <summary>
/// A search space as a Gaussian process sees it: a row of coordinates for each trial. Numbers lie in the unit interval, logarithms taken
/// first; choices keep their index. What does not exist beside the other parameters has one fixed coordinate, so that it tells two trials
/// without it nothing: ½, or for choices an index that no choice has.
/// </summary>
internal sealed class GpSpace
{
    private const double Missing = 0.5, MissingChoice = -1;

    private readonly SearchSpace _space;
    private readonly double[] _numbers;

    public GpSpace(SearchSpace space)
    {
        _space = space;
        _numbers = new double[space.Parameters.Count];
        IsCategorical = [.. space.Parameters.Select(parameter => parameter.Domain.IsCategorical)];
    }

    public int Dimensions => _numbers.Length;

    /// <summary>Which coordinates are indices of choices.</summary>
    public bool[] IsCategorical { get; }

    /// <summary>The values of a coordinate that has few enough to try them all, or a grid; null where it is a continuum.</summary>
    public long? Count(int dimension) => _space.Parameters[dimension].Domain.Count;

    /// <summary>The coordinates of a trial.</summary>
    /// <param name="numbers">Internal numbers; NaN where a parameter does not exist.</param>
    public double[] Encode(ReadOnlySpan<double> numbers)
    {
        double[] row = new double[numbers.Length];
        Encode(numbers, row);
        return row;
    }

    /// <summary>The internal numbers of a row, each inside its domain.</summary>
    public void Decode(ReadOnlySpan<double> row, Span<double> numbers)
    {
        for (int i = 0; i < row.Length; i++)
        {
            ParameterDomain domain = _space.Parameters[i].Domain;
            numbers[i] = IsCategorical[i] ? Math.Max(0, row[i]) : domain.FromUnit(Math.Clamp(row[i], 0, 1));
        }
    }

    /// <summary>Moves a row to the nearest one that a trial can have: values of a grid, and what does not exist as missing.</summary>
    public void Settle(Span<double> row)
    {
        Decode(row, _numbers);
        _space.BlankMissing(_numbers);
        for (int i = 0; i < row.Length; i++)
        {
            if (double.IsNaN(_numbers[i]) || Count(i) is not null)
            {
                row[i] = Coordinate(i, _numbers[i]); // a continuum keeps its bits
            }
        }
    }

    /// <summary>Which coordinates of a settled row exist.</summary>
    public void FillExisting(ReadOnlySpan<double> row, Span<bool> exists)
    {
        Decode(row, _numbers);
        _space.BlankMissing(_numbers);
        for (int i = 0; i < row.Length; i++)
        {
            exists[i] = !double.IsNaN(_numbers[i]);
        }
    }

    /// <summary>A row from numbers that are uniform in [0, 1).</summary>
    public void FromUniform(ReadOnlySpan<double> uniform, Span<double> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = IsCategorical[i] ? _space.Parameters[i].Domain.FromUnit(uniform[i]) : uniform[i];
        }

        Settle(row);
    }

    /// <summary>The coordinate of a value on a grid or among choices, by its place from 0.</summary>
    public double AtPlace(int dimension, long place)
    {
        ParameterDomain domain = _space.Parameters[dimension].Domain;
        double number = domain.Bounds.Low + (place * domain.Spacing);
        return Coordinate(dimension, Math.Min(number, domain.Bounds.High));
    }

    /// <summary>The place of a coordinate's value on its grid, from 0.</summary>
    public long PlaceOf(int dimension, double coordinate)
    {
        ParameterDomain domain = _space.Parameters[dimension].Domain;
        double number = IsCategorical[dimension] ? coordinate : domain.FromUnit(Math.Clamp(coordinate, 0, 1));
        return (long)Math.Round((number - domain.Bounds.Low) / domain.Spacing);
    }

    private void Encode(ReadOnlySpan<double> numbers, Span<double> row)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            row[i] = Coordinate(i, numbers[i]);
        }
    }

    private double Coordinate(int dimension, double number)
    {
        if (double.IsNaN(number))
        {
            return IsCategorical[dimension] ? MissingChoice : Missing;
        }

        return IsCategorical[dimension] ? number : _space.Parameters[dimension].Domain.ToUnit(number);
    }
}
