using System.Globalization;
using System.Text.Json;

namespace Epoche.Tracking.Reports;

/// <summary>What <c>result.json</c> says: usual numbers as figures, everything as a table.</summary>
internal sealed class RunResultFile
{
    private const long LargestFile = 1 << 22;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _rows = [];

    public IReadOnlyList<KeyValuePair<string, string>> Rows => _rows;

    public string? Status => _texts.GetValueOrDefault("status");

    public string? Title => _texts.TryGetValue("recipe", out string? recipe)
        ? _texts.TryGetValue("seed", out string? seed) ? $"{recipe} · seed {seed}" : recipe
        : null;

    public string XLabel => _numbers.GetValueOrDefault("env_steps") > 0 ? "environment steps" : _numbers.ContainsKey("updates") ? "updates" : "steps";

    public IReadOnlyList<ReportFigure> Figures => [.. AllFigures()];

    /// <exception cref="DataFormatException">The file is no JSON object.</exception>
    public static RunResultFile? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        long length = new FileInfo(path).Length;
        if (length > LargestFile)
        {
            throw new DataFormatException(path, "end of the file", $"at most {LargestFile} bytes", string.Create(CultureInfo.InvariantCulture, $"{length}"));
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            RunResultFile result = new();
            result.Add("", document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object ? result : throw new DataFormatException(path, "byte 0", "a JSON object", $"{document.RootElement.ValueKind}");
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(path, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}", "JSON", "something else", exception);
        }
        catch (InvalidOperationException exception) // of a text whose bytes are no UTF-8, which is only seen when it is asked for
        {
            throw new DataFormatException(path, "the whole file", "JSON in UTF-8", "other bytes", exception);
        }
    }

    private void Add(string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Add(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value);
                }

                break;
            case JsonValueKind.Number when path == "seed": // 64 bits, more than a double has
                _texts[path] = element.GetRawText();
                Row(path, element.GetRawText());
                break;
            case JsonValueKind.Number:
                _numbers[path] = element.GetDouble();
                Row(path, Axis.Number(element.GetDouble()));
                break;
            case JsonValueKind.Null:
                break;
            default:
                string text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
                _texts[path] = text;
                Row(path, text);
                break;
        }
    }

    private void Row(string path, string value) => _rows.Add(KeyValuePair.Create(path.Replace('.', ' ').Replace('_', ' '), value));

    private IEnumerable<ReportFigure> AllFigures()
    {
        if (_numbers.TryGetValue("evaluation.mean", out double mean))
        {
            string? spread = _numbers.TryGetValue("evaluation.std", out double std) && _numbers.TryGetValue("evaluation.episodes", out double episodes)
                ? $"± {Axis.Number(std)} over {Axis.Number(episodes)} episodes"
                : null;
            yield return new ReportFigure("Mean return", Axis.Number(mean), spread);
        }

        if (_numbers.TryGetValue("evaluation.perfect_share", out double share))
        {
            yield return new ReportFigure("Perfect episodes", Percent(share));
        }

        if (_numbers.TryGetValue("evaluation.accuracy", out double accuracy))
        {
            yield return new ReportFigure("Accuracy", Percent(accuracy), _numbers.TryGetValue("evaluation.examples", out double examples) ? $"of {Axis.Number(examples)} examples" : null);
        }

        if (_numbers.TryGetValue("evaluation.coverage", out double coverage) && _numbers.TryGetValue("evaluation.answered_accuracy", out double right))
        {
            yield return new ReportFigure("Answered", Percent(coverage), "the rest is refused");
            yield return new ReportFigure("Right of these", Percent(right));
        }

        if (_numbers.TryGetValue("env_steps", out double steps) && steps > 0)
        {
            yield return new ReportFigure("Environment steps", Axis.Number(steps));
        }

        if (_numbers.TryGetValue("updates", out double updates))
        {
            yield return new ReportFigure("Updates", Axis.Number(updates));
        }

        if (_numbers.TryGetValue("train_seconds", out double seconds))
        {
            yield return new ReportFigure("Training time", Duration(seconds));
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static string Duration(double seconds) => seconds switch
    {
        < 100 => seconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):F0} min {Math.Floor(seconds % 60):F0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 3600):F0} h {Math.Floor(seconds % 3600 / 60):F0} min"),
    };
}
