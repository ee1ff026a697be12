namespace Epoche.Tables;

/// <summary>Finds in training rows what features need.</summary>
internal static class FeatureFit
{
    /// <exception cref="ArgumentException">The column is missing, of another kind, or holds nothing.</exception>
    public static FittedFeature Fit(TableFeature feature, Table training)
    {
        TableColumn cells = training[feature.Column];
        if (cells.Missing == cells.Count && feature.Kind != FeatureKind.Hashed)
        {
            throw new ArgumentException(
                $"Column '{cells.Name}' is missing in all {cells.Count} training rows, so nothing can be found of it; leave it out.");
        }

        FeatureSettings settings = new(feature.Column, feature.Kind, cells.Kind);
        return new(feature.Kind switch
        {
            FeatureKind.Number => Number(settings, feature, cells),
            FeatureKind.Date => Date(settings, feature, cells),
            FeatureKind.Words => settings with { Categories = Vocabulary(feature, cells) },
            FeatureKind.Hashed => settings with { Places = feature.Width },
            _ => Category(settings, feature, cells),
        });
    }

    private static FeatureSettings Number(FeatureSettings settings, TableFeature feature, TableColumn cells)
    {
        RequireNumbers(cells, "a number", $"{nameof(TableFeature.OneHot)}, {nameof(TableFeature.Index)} or {nameof(TableFeature.Hashed)}");
        NumberStatistics found = NumberStatistics.Of(cells);
        double fill = feature.Fill switch
        {
            FeatureFill.Mean => found.Mean,
            FeatureFill.Median => found.Quantile(0.5),
            _ => feature.Constant,
        };
        (double offset, double divisor) = feature.Scaling switch
        {
            FeatureScaling.Standard => (found.Mean, found.Deviation),
            FeatureScaling.MinMax => (found.Least, found.Greatest - found.Least),
            FeatureScaling.Robust => (found.Quantile(0.5), found.Quantile(0.75) - found.Quantile(0.25)),
            _ => (0, 1),
        };
        return settings with
        {
            Fill = fill,
            Offset = offset,
            Divisor = divisor > 0 ? divisor : 1, // all are one number
            HasIndicator = feature.HasIndicator ?? found.HasMissing,
        };
    }

    private static FeatureSettings Date(FeatureSettings settings, TableFeature feature, TableColumn cells)
    {
        RequireNumbers(cells, "a date", $"{nameof(CsvOptions)}.{nameof(CsvOptions.DateFormat)}, where dates are written in another way");
        NumberStatistics found = NumberStatistics.Of(cells);
        return settings with
        {
            Parts = feature.Parts,
            Offset = found.Mean,
            Divisor = found.Deviation > 0 ? found.Deviation : 1,
            HasIndicator = feature.HasIndicator ?? found.HasMissing,
        };
    }

    private static FeatureSettings Category(FeatureSettings settings, TableFeature feature, TableColumn cells)
    {
        string[] categories = Frequent(Counts(cells).Select(pair => (pair.Key, pair.Value)), feature);
        return categories.Length > 0
            ? settings with
            {
                Categories = cells.Kind == ColumnKind.Text ? categories : [.. categories.OrderBy(Value)],
                HasMissing = cells.Missing > 0,
                Unknown = feature.Unknown,
            }
            : throw new ArgumentException(
                $"Column '{cells.Name}': no category is in {feature.Least} training rows; lower least, or leave the column out.");

        double Value(string category) => double.TryParse(category, System.Globalization.CultureInfo.InvariantCulture, out double value)
            ? value
            : 0;
    }

    private static string[] Vocabulary(TableFeature feature, TableColumn cells)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        for (int row = 0; row < cells.Count; row++)
        {
            foreach (string word in WordsOf.Text(cells.Text(row)).Distinct(StringComparer.Ordinal))
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        string[] words = Frequent(counts.Select(pair => (pair.Key, pair.Value)), feature);
        return words.Length > 0
            ? words
            : throw new ArgumentException(
                $"Column '{cells.Name}': no word is in {feature.Least} training rows; lower least, or leave the column out.");
    }

    /// <summary>In how many rows each text is; in the order in which they come.</summary>
    public static Dictionary<string, int> Counts(TableColumn cells)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        if (cells.Kind == ColumnKind.Text)
        {
            int[] rows = new int[cells.Words.Count];
            for (int row = 0; row < cells.Count; row++)
            {
                int code = cells.AllCodes[cells.Row(row)];
                if (code >= 0)
                {
                    rows[code]++;
                }
            }

            for (int code = 0; code < rows.Length; code++)
            {
                if (rows[code] > 0)
                {
                    counts.Add(cells.Words[code], rows[code]);
                }
            }
        }
        else
        {
            foreach (string text in Enumerable.Range(0, cells.Count).Select(cells.Text).OfType<string>())
            {
                counts[text] = counts.GetValueOrDefault(text) + 1;
            }
        }

        return counts;
    }

    // Those that are in most rows, the others of one count by their names; then all in the order of their names.
    private static string[] Frequent(IEnumerable<(string Text, int Count)> counts, TableFeature feature) =>
    [
        .. counts.Where(entry => entry.Count >= feature.Least).OrderByDescending(entry => entry.Count)
            .ThenBy(entry => entry.Text, StringComparer.Ordinal).Take(feature.Most).Select(entry => entry.Text)
            .Order(StringComparer.Ordinal),
    ];

    private static void RequireNumbers(TableColumn cells, string what, string instead)
    {
        if (cells.Kind == ColumnKind.Text)
        {
            string text = Enumerable.Range(0, cells.Count).Select(cells.Text).First(cell => cell is not null)!;
            throw new ArgumentException(
                $"Column '{cells.Name}' holds texts, such as {Shown.Quote(text)}, and is to be {what}; for texts there are {instead}.");
        }
    }
}
