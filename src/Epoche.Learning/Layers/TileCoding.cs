using System.Globalization;
using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A linear function of tiles (Sutton and Barto 2018, section 9.5.4): [batch, features] → [batch, units]. Each of several tilings cuts the
/// box of inputs into cells, displaced against the others, and has a row of numbers for each cell; an output is the mean of the rows, one
/// for each tiling, whose cells hold the input. Inputs outside the box count as its nearest point. No gradient flows to the input.
/// </summary>
/// <remarks>
/// Tiling t is displaced by (2d + 1)·t mod tilings of the 1/tilings parts of a cell along axis d: by the odd numbers 1, 3, 5, …, which
/// leave no diagonal artefacts. Since a displaced tiling reaches over the edge of the box, it has one cell more along each axis.
/// </remarks>
public sealed class TileCoding : Layer
{
    internal const string KindName = "tile-coding";

    private readonly int _units, _cells;
    private readonly float[] _low, _high;
    private readonly Initializer _initializer;
    private Parameter? _table;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">How many outputs, at least 1.</param>
    /// <param name="low">The smallest value of each feature.</param>
    /// <param name="high">The largest value of each feature, above <paramref name="low"/>.</param>
    /// <param name="tilings">How many tilings; a power of two of at least four times the features is customary. Default 8.</param>
    /// <param name="cells">How many cells each axis of the box is cut into. Default 8.</param>
    /// <param name="table">How the numbers start. Default: zeros.</param>
    /// <exception cref="ArgumentException">The bounds differ in length, are none, are not finite or not in rising order.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or there are more than 2²⁴ rows.</exception>
    public TileCoding(
        int units, ReadOnlySpan<float> low, ReadOnlySpan<float> high, int tilings = 8, int cells = 8, Initializer? table = null)
    {
        CountChecks.AtLeast(1, units);
        CountChecks.AtLeast(1, tilings);
        CountChecks.AtLeast(1, cells);
        if (low.Length != high.Length || low.IsEmpty)
        {
            throw new ArgumentException(
                $"Tiles need as many lower as upper bounds, one for each feature; received {low.Length} and {high.Length}.", nameof(high));
        }

        for (int d = 0; d < low.Length; d++)
        {
            if (!float.IsFinite(high[d] - low[d]) || low[d] >= high[d])
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The bounds of feature {d} must be finite and rising; received [{low[d]}, {high[d]}]."),
                    nameof(low));
            }
        }

        (_units, Tilings, _cells, _low, _high) = (units, tilings, cells, low.ToArray(), high.ToArray());
        _initializer = table ?? Initializer.Zeros;
        Rows = RowsOf(low.Length, tilings, cells);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>How many tilings there are.</summary>
    public int Tilings { get; }

    /// <summary>How many rows the table has, one for each cell of each tiling: tilings · (cells + 1)^features.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank != 1 || input[0] != _low.Length)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (tile-coding) has bounds for {_low.Length} features, so it takes inputs [{_low.Length}]; "
                + $"received {input}.", nameof(input));
        }

        _table = parameters.Add("table", [Rows, _units], _initializer, fanIn: Tilings);
        return [_units];
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (_table is null)
        {
            throw new InvalidOperationException($"The layer '{Name}' (tile-coding) is not built; put it into a model.");
        }

        int batch = x.Length(0);
        Tensor rows = Tensor.Zeros([batch, Tilings]);
        for (int i = 0; i < batch; i++)
        {
            for (int t = 0; t < Tilings; t++)
            {
                rows.Span[(i * Tilings) + t] = Row(x.Values.Slice(i * _low.Length, _low.Length), t);
            }
        }

        return Ops.Embedding(rows, _table.Tensor).Mean(1);
    }

    /// <summary>The rows of the cells that hold an input.</summary>
    /// <param name="input">One number for each feature.</param>
    /// <param name="rows">Receives one row for each tiling, in their order.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void RowsAt(ReadOnlySpan<float> input, Span<int> rows)
    {
        if (input.Length != _low.Length || rows.Length != Tilings)
        {
            throw new ArgumentException(
                $"{_low.Length} features lie in {Tilings} cells; received {input.Length} features and room for {rows.Length} rows.",
                input.Length != _low.Length ? nameof(input) : nameof(rows));
        }

        for (int t = 0; t < Tilings; t++)
        {
            rows[t] = Row(input, t);
        }
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("units", _units);
        options.Set("low", Text(_low));
        options.Set("high", Text(_high));
        options.Set("tilings", Tilings);
        options.Set("cells", _cells);
        options.Set("table", _initializer);
    }

    internal static TileCoding Read(LayerOptions options)
    {
        (float[] low, float[] high) = (Numbers(options, "low"), Numbers(options, "high"));
        const int most = FloatIndex.Most;
        int units = options.Int("units", 1, most), tilings = options.Int("tilings", 1, most), cells = options.Int("cells", 1, most);
        try
        {
            return new(units, low, high, tilings, cells, options.Initializer("table"));
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    /// <summary>How many rows so many tilings have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are more than float32 can number.</exception>
    private static int RowsOf(int features, int tilings, int cells)
    {
        long rows = tilings;
        for (int d = 0; d < features && rows <= FloatIndex.Most; d++)
        {
            rows *= cells + 1L;
        }

        FloatIndex.RequireNameable((int)Math.Min(rows, int.MaxValue), "rows of tiles, tilings · (cells + 1)^features", nameof(cells));
        return (int)rows;
    }

    private int Row(ReadOnlySpan<float> input, int tiling)
    {
        int row = tiling;
        for (int d = 0; d < input.Length; d++)
        {
            double share = ((double)input[d] - _low[d]) / ((double)_high[d] - _low[d]);
            int part = (int)Math.Floor(Math.Clamp(share, 0, 1) * _cells * Tilings); // of a cell's 1/tilings parts
            int displaced = (int)(((2L * d) + 1) * tiling % Tilings);
            row = (row * (_cells + 1)) + ((part + displaced) / Tilings);
        }

        return row;
    }

    private static string Text(float[] values) =>
        string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static float[] Numbers(LayerOptions options, string key)
    {
        string[] words = options.Text(key).Split(' ');
        float[] values = new float[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                throw new FormatException($"The option '{key}' must be numbers with a space between; received '{options.Text(key)}'.");
            }
        }

        return values;
    }
}
