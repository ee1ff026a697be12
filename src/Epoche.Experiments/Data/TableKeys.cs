using System.Globalization;
using Epoche.Tables;

namespace Epoche.Experiments;

/// <summary>The keys of a recipe that say how rows are learned from.</summary>
internal sealed record TableKeys
{
    private const double DefaultTestShare = 0.2;

    public required string Target { get; init; }

    public required bool IsRegression { get; init; }

    public required CsvOptions File { get; init; }

    /// <summary>The columns with how each becomes numbers, null where its kind says; none: all columns.</summary>
    public required IReadOnlyList<ColumnKeys> Columns { get; init; }

    public required double TestShare { get; init; }

    /// <summary>The column in whose order rows are held out, the last ones; null for none.</summary>
    public required string? OrderBy { get; init; }

    /// <summary>The column whose groups stay together; null for none.</summary>
    public required string? GroupBy { get; init; }

    /// <summary>The column that says what each row counts; null for none.</summary>
    public required string? Weights { get; init; }

    /// <summary>Rows of an input, of a series; 0 where an input is one row.</summary>
    public required int Window { get; init; }

    public required int Horizon { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>How rows are held out, in words.</summary>
    public string HoldWords => OrderBy is not null ? $"the last by {OrderBy}"
        : GroupBy is not null ? $"whole groups of {GroupBy}" : "held out by chance";

    /// <exception cref="ConfigurationException">A value is out of range, or contradicts another.</exception>
    public static TableKeys Read(ConfigMap recipe, string target, CsvOptions file, bool isRegression, bool mayWeigh)
    {
        IReadOnlyList<ColumnKeys> columns = ColumnKeys.ReadAll(recipe);
        TableKeys keys = new()
        {
            Target = target,
            IsRegression = isRegression,
            File = file with { Kinds = ColumnKeys.Kinds(columns), Seed = recipe.ULong("seed", 0) },
            Columns = columns,
            TestShare = recipe.Double(
                "test_share", DefaultTestShare, new Bounds { Low = 0, High = 1, ExcludesLow = true, ExcludesHigh = true }),
            OrderBy = recipe.OptionalString("order_by"),
            GroupBy = recipe.OptionalString("group_by"),
            Weights = mayWeigh ? recipe.OptionalString("weights") : null,
            Window = isRegression ? recipe.Int("window", 0, Bounds.AtLeast(0)) : 0,
            Horizon = isRegression ? recipe.Int("horizon", 1, Bounds.AtLeast(1)) : 1,
            Seed = recipe.ULong("seed", 0),
        };
        return keys switch
        {
            { OrderBy: not null, GroupBy: not null } => throw recipe.Error("group_by", "cannot be beside order_by; leave one out"),
            { Window: > 0, OrderBy: null } => throw recipe.Error(
                "window", "needs order_by: the column of dates or numbers that says in which order the rows come"),
            _ => keys,
        };
    }

    /// <exception cref="ConfigurationException">A value is out of range.</exception>
    public static CsvOptions ReadFile(ConfigMap csv)
    {
        string delimiter = csv.OptionalString("delimiter") ?? "";
        try
        {
            return new()
            {
                Delimiter = delimiter switch
                {
                    "" => null,
                    "\\t" or "tab" => '\t',
                    [char one] => one,
                    _ => throw csv.Error("delimiter", $"must be one character, or tab; received '{delimiter}'"),
                },
                DecimalComma = csv.Bool("decimal_comma", false),
                DateFormat = csv.OptionalString("date_format"),
                Latin1 = csv.Bool("latin1", false),
                Missing = csv.Contains("missing") ? [.. csv.List("missing").Select(word => word.AsString())] : new CsvOptions().Missing,
                Share = csv.Double("share", 1, new Bounds { Low = 0, High = 1, ExcludesLow = true }),
            };
        }
        catch (ArgumentException exception)
        {
            throw csv.Error("delimiter", $"cannot be used: {exception.Message}");
        }
    }

    /// <summary>All that what is found depends on, beside the data and the number of rows to validate on.</summary>
    public string Settings => string.Join(
        " | ",
        [
            Target, .. Columns.Select(column => $"{column.Column}: {column.Text}"), OrderBy ?? "", GroupBy ?? "",
            string.Create(CultureInfo.InvariantCulture, $"{TestShare} {File.Share} {Window} {Horizon} {Seed}"),
            .. Weights is null ? (string[])[] : [$"weights: {Weights}"],
        ]);

    /// <exception cref="ConfigurationException">A column is not there.</exception>
    public void RequireColumns(ConfigMap recipe, Table rows)
    {
        Require("target", Target);
        foreach (ColumnKeys column in Columns)
        {
            Require("columns", column.Column);
        }

        Require("order_by", OrderBy);
        Require("group_by", GroupBy);
        Require("weights", Weights);

        void Require(string key, string? column)
        {
            if (column is not null && !rows.Contains(column))
            {
                string[] names = [.. rows.Columns.Select(each => each.Name)];
                string near = NearestName.Find(column, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
                throw recipe.Error(
                    key,
                    $"names the column '{column}', which is not in the file; "
                    + $"its columns are {Shown.Cut(string.Join(", ", names), 300)}{near}");
            }
        }
    }

    /// <summary>Holds so many rows out; of a series with the rows before them that the first windows need.</summary>
    public (Table Left, Table Held) Hold(Table rows, int count)
    {
        if (count == 0)
        {
            return (rows, rows.Take(0));
        }

        double share = (double)count / rows.Count;
        if (OrderBy is { } order)
        {
            Table sorted = rows.OrderBy(order);
            int[] places = [.. Enumerable.Range(0, rows.Count)];
            int past = Window == 0 ? 0 : Math.Min(rows.Count - count, Window + Horizon - 1);
            return (sorted.Select(places[..^count]), sorted.Select(places[^(count + past)..]));
        }

        return GroupBy is { } group ? rows.GroupedSplit(group, share, Seed)
            : IsRegression ? rows.Split(share, Seed)
            : rows.StratifiedSplit(Target, share, Seed);
    }

    /// <exception cref="ArgumentException">The rows do not give what is asked for.</exception>
    public TablePreparation Fit(Table training)
    {
        TableFeature[] features = Columns.Count == 0 && Window > 0 ? []
            : Columns.Count == 0 ? [.. FeatureChoice.Of(Without(training), Target)]
            : [.. Columns.SelectMany(
                column => column.Feature is { } given ? [given] : FeatureChoice.Of(new Table(training[column.Column]), ""))];
        return Window > 0 ? TablePreparation.ForSeries(training, Target, Window, Horizon, features)
            : IsRegression ? TablePreparation.ForNumber(training, Target, features)
            : TablePreparation.ForClasses(training, Target, features);
    }

    // What groups or orders the rows says nothing of rows of other groups and later times; a weight is nothing that is known of a new row.
    private Table Without(Table rows) =>
        new([.. rows.Columns.Where(column => column.Name == Target
            || (column.Name != GroupBy && column.Name != OrderBy && column.Name != Weights))]);
}
