namespace Epoche;

/// <summary>
/// How a column of a <see cref="Table"/> becomes numbers of the input. What it needs (means, medians, categories, words) is found by
/// <see cref="TablePreparation"/> in the training rows alone.
/// </summary>
/// <example>
/// <code>
/// TableFeature[] features =
/// [
///     TableFeature.Number("age", FeatureScaling.Robust, isMissing: true),
///     TableFeature.OneHot("city", most: 20),
///     TableFeature.Date("joined", DateParts.Days | DateParts.Month),
/// ];
/// </code>
/// </example>
public sealed record TableFeature
{
    private const int MostWidth = 1 << 20;

    private TableFeature(string column, FeatureKind kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        (Column, Kind) = (column, kind);
    }

    /// <summary>The name of the column.</summary>
    public string Column { get; }

    internal FeatureKind Kind { get; }

    internal FeatureScaling Scaling { get; init; }

    internal FeatureFill Fill { get; init; }

    internal double Constant { get; init; }

    internal bool? HasIndicator { get; init; } = false; // null: where a training row misses the cell

    internal UnknownCategory Unknown { get; init; }

    internal int Most { get; init; } = int.MaxValue;

    internal int Least { get; init; } = 1;

    internal int Width { get; init; }

    internal DateParts Parts { get; init; }

    /// <summary>A number, scaled, with something in place of missing ones. Dates become days since 1970-01-01.</summary>
    /// <param name="column">The column.</param>
    /// <param name="scaling">How it is scaled.</param>
    /// <param name="fill">What stands in for a missing number, before it is scaled.</param>
    /// <param name="constant">The number for <see cref="FeatureFill.Constant"/>.</param>
    /// <param name="isMissing">Whether another number, 1 or 0, says that the cell is missing.</param>
    /// <exception cref="ArgumentException">The constant is not finite.</exception>
    public static TableFeature Number(
        string column,
        FeatureScaling scaling = FeatureScaling.Standard,
        FeatureFill fill = FeatureFill.Median,
        double constant = 0,
        bool isMissing = false) => new(column, FeatureKind.Number)
        {
            Scaling = scaling,
            Fill = fill,
            Constant = double.IsFinite(constant)
                ? constant
                : throw new ArgumentException($"What stands in for a missing number is finite; received {constant}.", nameof(constant)),
            HasIndicator = isMissing,
        };

    /// <summary>
    /// A category as numbers of which one is 1 and the others are 0. Missing cells are a category of their own where training rows have
    /// some, otherwise unknown.
    /// </summary>
    /// <param name="column">The column: texts, numbers or dates.</param>
    /// <param name="unknown">What becomes of categories that no training row has.</param>
    /// <param name="most">The most categories: those that most training rows have, 1 or more; others are unknown. Default 100.</param>
    /// <param name="least">In how many training rows a category must be, 1 or more. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static TableFeature OneHot(
        string column, UnknownCategory unknown = UnknownCategory.Zeros, int most = 100, int least = 1)
    {
        CountChecks.AtLeast(1, most);
        CountChecks.AtLeast(1, least);
        return new(column, FeatureKind.OneHot) { Unknown = unknown, Most = most, Least = least };
    }

    /// <summary>
    /// A category as a whole number for <see cref="Embedding"/>: 0 for unknown ones, which are also those that too few training rows have,
    /// so that something is learned of them; from 1 on those found, in the order of their names. Not scaled.
    /// <see cref="TablePreparation.Categories"/> tells how many there are.
    /// </summary>
    /// <param name="column">The column: texts, numbers or dates.</param>
    /// <param name="unknown">Whether unknown ones are an error.</param>
    /// <param name="most">The most categories, 1 or more. Default: all.</param>
    /// <param name="least">In how many training rows a category must be, 1 or more. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static TableFeature Index(
        string column, UnknownCategory unknown = UnknownCategory.Zeros, int most = FloatIndex.Most - 1, int least = 1)
    {
        CountChecks.AtLeast(1, most);
        CountChecks.AtLeast(1, least);
        return new(column, FeatureKind.Index) { Unknown = unknown, Most = most, Least = least };
    }

    /// <summary>
    /// A text as counts of words, one number for each word of a vocabulary: words that most training rows have, in lower case. Other words
    /// do not count, nor do missing cells.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="most">The most words, 1 or more.</param>
    /// <param name="least">In how many training rows a word must be, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static TableFeature Words(string column, int most = 1_000, int least = 2)
    {
        CountChecks.AtLeast(1, most);
        CountChecks.AtMost(MostWidth, most);
        CountChecks.AtLeast(1, least);
        return new(column, FeatureKind.Words) { Most = most, Least = least };
    }

    /// <summary>
    /// A text as counts of words, each at the place that a hash of it names, so that no vocabulary is kept; words in lower case, and
    /// several share a place.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="width">How many places, 1 to 2²⁰.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is out of its range.</exception>
    public static TableFeature Hashed(string column, int width = 64)
    {
        CountChecks.AtLeast(1, width);
        CountChecks.AtMost(MostWidth, width);
        return new(column, FeatureKind.Hashed) { Width = width };
    }

    /// <summary>A date as parts, in the order of <see cref="DateParts"/>. Missing ones are zeros, the mean for the days.</summary>
    /// <param name="column">The column.</param>
    /// <param name="parts">Which; at least one.</param>
    /// <param name="isMissing">Whether another number, 1 or 0, says that the cell is missing.</param>
    /// <exception cref="ArgumentException">There is no part.</exception>
    public static TableFeature Date(
        string column, DateParts parts = DateParts.Days | DateParts.Month | DateParts.Weekday, bool isMissing = false)
    {
        TableFeature date = new(column, FeatureKind.Date) { Parts = parts, HasIndicator = isMissing };
        return parts != DateParts.None
            ? date
            : throw new ArgumentException($"Column '{column}': a date becomes at least one part; received none.", nameof(parts));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Column}";
}
