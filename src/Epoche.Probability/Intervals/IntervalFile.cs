using System.Text.Json;

namespace Epoche;

/// <summary>
/// A calibrated rule of intervals in a folder, usually beside the model it belongs to: <c>intervals.json</c> says what the rule is and what
/// is promised. It is written whole or not at all.
/// </summary>
public static class IntervalFile
{
    /// <summary>The file.</summary>
    public const string FileName = "intervals.json";

    /// <summary>Writes a rule, replacing one that is there.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Save(IntervalRule rule, string folder)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RuleJson.Save(Path.Combine(folder, FileName), rule.Meaning, rule.Guarantee?.Sentence, rule.Write);
    }

    /// <summary>Whether a folder holds a rule.</summary>
    public static bool Exists(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return File.Exists(Path.Combine(folder, FileName));
    }

    /// <summary>Reads a rule; it makes the same intervals as the one that was written, to the bit.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="DataFormatException">The file is damaged or of a later format.</exception>
    public static IntervalRule Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no rule in '{folder}': {FileName} is missing. IntervalFile.Save writes it.", path);
        }

        try
        {
            using JsonDocument document = RuleJson.Read(path);
            RuleReader root = new(path, "intervals", document.RootElement, null);
            root.Integer("format", RuleJson.Format, RuleJson.Format);
            return IntervalRule.Read(root.Object(RuleJson.Place));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            string found = exception is JsonException json
                ? $"no JSON from line {json.LineNumber + 1} on"
                : "a value that no rule can have";
            throw new DataFormatException(path, "the whole file", "a rule of intervals", found, exception);
        }
    }
}
