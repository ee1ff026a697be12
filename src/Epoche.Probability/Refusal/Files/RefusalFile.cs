using System.Text.Json;

namespace Epoche;

/// <summary>
/// A calibrated rule in a folder, usually beside the model it belongs to: <c>refusal.json</c> says what the rule is, what it was calibrated
/// to and what is promised; <c>refusal.safetensors</c> holds its tables, where it has any. Both are written whole or not at all, the second
/// first, whose hash the first contains.
/// </summary>
public static class RefusalFile
{
    /// <summary>The file that says what the rule is.</summary>
    public const string FileName = "refusal.json";

    /// <summary>The file with its tables.</summary>
    public const string StatisticsName = "refusal.safetensors";

    private const string Hash = "statistics_sha256";

    /// <summary>Writes a rule, replacing one that is there.</summary>
    /// <exception cref="NotSupportedException">The rule, or its score, is none of the library's.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Save(RefusalRule rule, string folder)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        bool hasTables = false;
        RuleJson.Save(Path.Combine(folder, FileName), rule.Meaning, rule.Guarantee?.Sentence, rule.Write, (writer, json) =>
        {
            hasTables = writer.Tensors.Count > 0;
            if (hasTables)
            {
                string path = Path.Combine(folder, StatisticsName);
                SafetensorsWriter.Save(path, writer.Tensors);
                json.WriteString(Hash, HashOf(path));
            }
        });
        if (!hasTables)
        {
            AtomicFile.Delete(Path.Combine(folder, StatisticsName));
        }
    }

    /// <summary>Whether a folder holds a rule.</summary>
    public static bool Exists(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return File.Exists(Path.Combine(folder, FileName));
    }

    /// <summary>Reads a rule; it decides as the one that was written, to the bit.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="DataFormatException">A file is damaged, of a later format, or does not belong to the other.</exception>
    public static RefusalRule Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string path = Path.Combine(folder, FileName), tables = Path.Combine(folder, StatisticsName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no rule in '{folder}': {FileName} is missing. RefusalFile.Save writes it.", path);
        }

        try
        {
            using JsonDocument document = RuleJson.Read(path);
            RuleReader root = new(path, "refusal", document.RootElement, null);
            root.Integer("format", RuleJson.Format, RuleJson.Format);
            if (!root.Has(Hash))
            {
                return Read(new(path, RuleJson.Place, document.RootElement.GetProperty(RuleJson.Place), null));
            }

            string expected = root.Text(Hash);
            using SafetensorsReader? statistics = File.Exists(tables) ? SafetensorsReader.Open(tables) : null;
            string found = statistics is null ? "no such file" : HashOf(tables); // behind the header: a long file of nothing ends there
            if (found != expected)
            {
                throw new DataFormatException(
                    tables, "the whole file", $"the tables of the rule beside it, with SHA-256 {expected}", found);
            }

            return Read(new(path, RuleJson.Place, document.RootElement.GetProperty(RuleJson.Place), statistics));
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            string found = exception is JsonException json
                ? $"no JSON from line {json.LineNumber + 1} on"
                : "a key missing, or a value that no rule can have";
            throw new DataFormatException(path, "the whole file", "a rule", found, exception);
        }
    }

    private static RefusalRule Read(RuleReader file) => file.Kind() switch
    {
        "median" => new MedianRule((float)file.Number("threshold", 0, 1)),
        "percentile" => new PercentileRule(file.Number("percentile", 0, 100), (float)file.Number("threshold", 0, 1)),
        "threshold" => ThresholdRule.Read(file),
        "prediction_set" => PredictionSetRule.Read(file),
        string other => throw file.Error("kind", "median, percentile, threshold or prediction_set", $"'{other}'"),
    };

    private static string HashOf(string path)
    {
        using FileStream stream = ReadableFile.Open(path);
        return Sha256.Of(stream);
    }
}
