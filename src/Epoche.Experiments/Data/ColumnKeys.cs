namespace Epoche.Experiments;

/// <summary>A column of the section <c>columns</c> of a recipe.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Feature">How it becomes numbers; null: by its kind.</param>
/// <param name="Cells">What its cells hold; null: what they look like.</param>
/// <param name="Text">All of that, in words.</param>
internal sealed record ColumnKeys(string Column, TableFeature? Feature, ColumnKind? Cells, string Text)
{
    private const string Auto = "auto", Number = "number", OneHot = "one_hot", Index = "index", Words = "words", Hashed = "hashed",
        Date = "date";

    private static readonly string[] s_kinds = [Auto, Number, OneHot, Index, Words, Hashed, Date];

    /// <summary>The columns in their order: <c>[age, city]</c>, or <c>{age: number, city: {as: one_hot, most: 20}}</c>.</summary>
    /// <exception cref="ConfigurationException">A value is none that is known, or out of range.</exception>
    public static IReadOnlyList<ColumnKeys> ReadAll(ConfigMap recipe)
    {
        if (!recipe.TryGet("columns", out ConfigNode? node))
        {
            return [];
        }

        ColumnKeys[] columns = node is ConfigList list
            ? [.. list.Items.Select(item => new ColumnKeys(item.AsString(), null, null, Auto))]
            : [.. node.AsMap().Keys.ToArray().Select(column => Read(node.AsMap(), column))];
        string? twice = columns.GroupBy(column => column.Column, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any())?.Key;
        return columns.Length == 0 ? throw recipe.Error("columns", "must name at least one column; leave it out for all")
            : twice is null ? columns
            : throw recipe.Error("columns", $"must name each column once; '{twice}' is there twice");
    }

    /// <summary>The kinds that somebody says.</summary>
    public static Dictionary<string, ColumnKind> Kinds(IReadOnlyList<ColumnKeys> columns) =>
        columns.Where(column => column.Cells is not null).ToDictionary(column => column.Column, column => column.Cells!.Value);

    private static ColumnKeys Read(ConfigMap columns, string column)
    {
        ConfigNode node = columns.Required(column);
        if (node is not ConfigMap map)
        {
            string kind = node.AsChoice(s_kinds);
            return new(column, Make(column, kind, null), null, kind);
        }

        string choice = map.TryGet("as", out ConfigNode? written) ? written.AsChoice(s_kinds) : Auto;
        ColumnKind? cells = map.TryGet("cells", out ConfigNode? of) ? of.AsEnum<ColumnKind>() : null;
        TableFeature? feature = Make(column, choice, map);
        return new(
            column, feature, cells, $"{choice} {cells} {string.Join(' ', map.Keys.Select(key => $"{key} {Shown(map.Required(key))}"))}");
    }

    private static string Shown(ConfigNode node) => node switch
    {
        ConfigScalar scalar => scalar.Text,
        ConfigList list => string.Join(' ', list.Items.Select(Shown)),
        _ => "",
    };

    private static TableFeature? Make(string column, string kind, ConfigMap? map) => kind switch
    {
        Number => TableFeature.Number(
            column,
            map?.Enum("scaling", FeatureScaling.Standard) ?? FeatureScaling.Standard,
            map?.Enum("fill", FeatureFill.Median) ?? FeatureFill.Median,
            map?.Double("constant", 0) ?? 0,
            map?.Bool("missing", false) ?? false),
        OneHot => TableFeature.OneHot(column, Unknown(map), map?.Int("most", 100, Bounds.Positive) ?? 100, Least(map, 1)),
        Index => TableFeature.Index(column, Unknown(map), map?.Int("most", int.MaxValue, Bounds.Positive) ?? int.MaxValue, Least(map, 1)),
        Words => TableFeature.Words(column, map?.Int("most", 1_000, Bounds.Between(1, 1 << 20)) ?? 1_000, Least(map, 2)),
        Hashed => TableFeature.Hashed(column, map?.Int("width", 64, Bounds.Between(1, 1 << 20)) ?? 64),
        Date => TableFeature.Date(column, Parts(map), map?.Bool("missing", false) ?? false),
        _ => null,
    };

    private static UnknownCategory Unknown(ConfigMap? map) => map?.Enum("unknown", UnknownCategory.Zeros) ?? UnknownCategory.Zeros;

    private static int Least(ConfigMap? map, int fallback) => map?.Int("least", fallback, Bounds.Positive) ?? fallback;

    private static DateParts Parts(ConfigMap? map) => map?.List("parts") is { Count: > 0 } parts
        ? parts.Aggregate(DateParts.None, (all, part) => all | part.AsEnum<DateParts>())
        : DateParts.Days | DateParts.Month | DateParts.Weekday;
}
