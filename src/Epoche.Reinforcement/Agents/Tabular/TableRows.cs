using System.Globalization;

namespace Epoche;

/// <summary>
/// The rows of the table that an observation stands for: one where it is one of n values, one for each tiling where it is real numbers; and
/// the model whose weights the table is.
/// </summary>
internal sealed class TableRows
{
    private readonly TileCoding? _tiles;
    private readonly bool _isOneHot;
    private readonly int _actions;

    public TableRows(EnvironmentSpec spec, TableOptions options)
    {
        (_actions, _isOneHot) = (spec.Actions.Count, IsOneHot(spec));
        _tiles = options.Tiles?.Layer(_actions);
        (Count, Each) = _tiles is null ? (spec.Layout![0].Values, 1) : (_tiles.Rows, _tiles.Tilings);
        OptionChecks.Fits(Count, _actions, "rows", nameof(spec));
        Model = _tiles is not null ? [_tiles]
            : _isOneHot ? [new Dense(_actions, kernel: Initializer.Zeros)] // its bias stays 0
            : [new Embedding(Count, _actions, table: Initializer.Zeros), new Flatten()];
        Model.Build(spec.Observation, options.Seed);
        Values.Fill(options.InitialValue);
    }

    /// <summary>How many rows the table has.</summary>
    public int Count { get; }

    /// <summary>How many of them an observation stands for; its values are their mean.</summary>
    public int Each { get; }

    public Sequential Model { get; }

    /// <summary>The table, <c>[Count, actions]</c>.</summary>
    public Span<float> Values => Model.Parameters.Values[..(Count * _actions)];

    public static bool IsIndex(EnvironmentSpec spec) => IsOne(spec, ObservationKind.Index) && spec.Observation.ElementCount == 1;

    public static bool IsOneHot(EnvironmentSpec spec) =>
        IsOne(spec, ObservationKind.OneHot) && spec.Observation == [spec.Layout![0].Values];

    /// <summary>Finds the rows of an observation.</summary>
    /// <param name="observation">One observation.</param>
    /// <param name="rows">Receives them, <see cref="Each"/>.</param>
    /// <exception cref="ArgumentException">It is none of the values that its layout promises.</exception>
    public void Find(ReadOnlySpan<float> observation, Span<int> rows)
    {
        if (_tiles is not null)
        {
            _tiles.RowsAt(observation, rows);
            return;
        }

        float value = _isOneHot ? observation.IndexOf(1f) : observation[0];
        rows[0] = (int)value;
        if (!((uint)rows[0] < (uint)Count && rows[0] == value))
        {
            throw new ArgumentException(
                _isOneHot
                    ? $"An observation of one of {Count} values has a 1 at its index; this one has none."
                    : string.Create(
                        CultureInfo.InvariantCulture, $"An observation is a whole number from 0 to {Count - 1}; received {value}."),
                nameof(observation));
        }
    }

    private static bool IsOne(EnvironmentSpec spec, ObservationKind kind) => spec.Layout is [{ } only] && only.Kind == kind;
}
