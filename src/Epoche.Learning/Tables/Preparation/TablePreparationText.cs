namespace Epoche.Tables;

/// <summary>A <see cref="TablePreparation"/> as the section <c>table</c> of <c>model.yaml</c>.</summary>
internal static class TablePreparationText
{
    public const string Key = "table";

    public static void Write(YamlWriter yaml, TablePreparation preparation)
    {
        using (yaml.Map(Key, "how a row becomes the input; found in the training rows"))
        {
            WriteTarget(yaml, preparation.Predicted);
            WriteFile(yaml, preparation.Options);
            using (yaml.List("features", "side by side, in this order"))
            {
                foreach (FittedFeature feature in preparation.Features)
                {
                    using (yaml.Item())
                    {
                        WriteFeature(yaml, feature.Settings);
                    }
                }
            }
        }
    }

    public static TablePreparation Read(ConfigMap map)
    {
        ConfigMap target = map.RequiredMap("target");
        TableTarget predicted = new(target.RequiredString("column"), target.RequiredEnum<ColumnKind>("cells"))
        {
            Classes = Texts(target, "classes"),
            Offset = target.Double("offset", 0),
            Divisor = Divisor(target),
            Window = target.Int("window", 1, Bounds.Positive),
            Horizon = target.Int("horizon", 0, Bounds.AtLeast(0)),
        };
        ConfigMap file = map.Map("file");
        CsvOptions options = new()
        {
            DecimalComma = file.Bool("decimal_comma", false),
            Missing = file.Contains("missing") ? Texts(file, "missing") : new CsvOptions().Missing,
            DateFormat = file.OptionalString("date_format"),
            Latin1 = file.Bool("latin1", false),
        };
        FittedFeature[] features = [.. map.RequiredList("features").Select(feature => new FittedFeature(ReadFeature(feature.AsMap())))];
        return features.Length > 0
            ? new(features, predicted, options)
            : throw map.Error("features", "must have at least one feature; received none");
    }

    private static void WriteTarget(YamlWriter yaml, TableTarget target)
    {
        using (yaml.Map("target"))
        {
            yaml.Value("column", target.Column);
            yaml.Value("cells", Name(target.Cells));
            if (target.Classes.Count > 0)
            {
                yaml.Values("classes", target.Classes);
            }
            else
            {
                yaml.Value("offset", target.Offset, "predicted = output * divisor + offset");
                yaml.Value("divisor", target.Divisor);
            }

            if (target.Horizon > 0)
            {
                yaml.Value("window", target.Window, "rows of an input");
                yaml.Value("horizon", target.Horizon, "how far behind its last row the predicted one lies");
            }
        }
    }

    private static void WriteFile(YamlWriter yaml, CsvOptions options)
    {
        using (yaml.Map("file", "how cells are written"))
        {
            yaml.Value("decimal_comma", options.DecimalComma);
            yaml.Values("missing", options.Missing, "beside empty cells");
            if (options.DateFormat is { } format)
            {
                yaml.Value("date_format", format);
            }

            if (options.Latin1)
            {
                yaml.Value("latin1", options.Latin1);
            }
        }
    }

    private static void WriteFeature(YamlWriter yaml, FeatureSettings feature)
    {
        yaml.Value("column", feature.Column);
        yaml.Value("kind", Name(feature.Kind));
        yaml.Value("cells", Name(feature.Cells));
        if (feature.Kind == FeatureKind.Number)
        {
            yaml.Value("fill", feature.Fill, "for missing numbers");
        }

        if (feature.Kind is FeatureKind.Number or FeatureKind.Date)
        {
            yaml.Value("offset", feature.Offset, "input = (number - offset) / divisor");
            yaml.Value("divisor", feature.Divisor);
            yaml.Value("indicator", feature.HasIndicator, "whether another input is 1 for missing cells");
        }

        if (feature.Kind == FeatureKind.Date)
        {
            yaml.Values("parts", DatePartsOf.Names(feature.Parts));
        }

        if (feature.Kind is FeatureKind.OneHot or FeatureKind.Index)
        {
            yaml.Value("unknown", Name(feature.Unknown));
            yaml.Value("missing", feature.HasMissing, "whether missing cells are a category, the last");
        }

        if (feature.Kind is FeatureKind.OneHot or FeatureKind.Index or FeatureKind.Words)
        {
            yaml.Values("categories", feature.Categories);
        }

        if (feature.Kind == FeatureKind.Hashed)
        {
            yaml.Value("places", feature.Places);
        }
    }

    private static FeatureSettings ReadFeature(ConfigMap map)
    {
        FeatureKind kind = map.RequiredEnum<FeatureKind>("kind");
        IReadOnlyList<string> categories = Texts(map, "categories");
        if (categories.Distinct(StringComparer.Ordinal).Count() != categories.Count)
        {
            throw map.Error("categories", "must be there once each");
        }

        if (categories.Count == 0 && kind is FeatureKind.OneHot or FeatureKind.Index or FeatureKind.Words)
        {
            throw map.Error("categories", "must have at least one; received none");
        }

        FeatureSettings settings = new(map.RequiredString("column"), kind, map.RequiredEnum<ColumnKind>("cells"))
        {
            Fill = map.Double("fill", 0),
            Offset = map.Double("offset", 0),
            Divisor = Divisor(map),
            HasIndicator = map.Bool("indicator", false),
            Unknown = map.Enum("unknown", UnknownCategory.Zeros),
            HasMissing = map.Bool("missing", false),
            Categories = categories,
            Places = kind == FeatureKind.Hashed ? map.RequiredInt("places", Bounds.Between(1, 1 << 20)) : 0,
            Parts = map.List("parts").Aggregate(DateParts.None, (parts, part) => parts | part.AsEnum<DateParts>()),
        };
        return kind != FeatureKind.Date || settings.Parts != DateParts.None
            ? settings
            : throw map.Error("parts", "must have at least one; received none");
    }

    private static double Divisor(ConfigMap map)
    {
        double divisor = map.Double("divisor", 1);
        return divisor != 0 ? divisor : throw map.Error("divisor", "must not be 0");
    }

    private static IReadOnlyList<string> Texts(ConfigMap map, string key) => [.. map.List(key).Select(text => text.AsString())];

    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
