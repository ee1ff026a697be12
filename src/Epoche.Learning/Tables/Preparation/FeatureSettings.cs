namespace Epoche.Tables;

/// <summary>All that is known of a fitted feature, as a model file keeps it.</summary>
internal sealed record FeatureSettings(string Column, FeatureKind Kind, ColumnKind Cells)
{
    /// <summary>What stands in for a missing number, before it is scaled.</summary>
    public double Fill { get; init; }

    /// <summary>Of numbers and of the days of a date: x becomes (x − offset) / divisor.</summary>
    public double Offset { get; init; }

    public double Divisor { get; init; } = 1;

    /// <summary>Whether a last number says that the cell is missing.</summary>
    public bool HasIndicator { get; init; }

    public UnknownCategory Unknown { get; init; }

    /// <summary>The categories, or the words of a vocabulary.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether a missing cell is a category, the last.</summary>
    public bool HasMissing { get; init; }

    /// <summary>Places of hashed words.</summary>
    public int Places { get; init; }

    public DateParts Parts { get; init; }

    /// <summary>How many numbers a cell becomes, without the one that says that it is missing.</summary>
    public int Width => Kind switch
    {
        FeatureKind.OneHot => Categories.Count + (HasMissing ? 1 : 0) + (Unknown == UnknownCategory.Own ? 1 : 0),
        FeatureKind.Words => Categories.Count,
        FeatureKind.Hashed => Places,
        FeatureKind.Date => DatePartsOf.Count(Parts),
        _ => 1,
    };
}
