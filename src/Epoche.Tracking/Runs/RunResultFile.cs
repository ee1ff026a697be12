using System.Text.Json;

namespace Epoche.Tracking.Runs;

/// <summary>The one writer and the one reader of <see cref="RunResult"/> as JSON.</summary>
internal static class RunResultFile
{
    public const string Name = "result.json";

    private const int MostBytes = 1 << 22;
    private const double MostSeconds = 1e11; // three thousand years
    private const string DetailsKey = "details";

    private static readonly HashSet<string> s_keys =
    [
        "run", "recipe", "seed", "status", "problem", "train_seconds", "wall_seconds", "env_steps", "updates", "evaluation",
        "weights_sha256", DetailsKey,
    ];

    private static readonly Dictionary<string, RunStatus> s_statuses = Enum.GetValues<RunStatus>().ToDictionary(Word);

    public static void Write(string path, RunResult result) => AtomicFile.Write(path, ToJson(result, indented: true) + "\n");

    /// <summary>The result in a file; null where there is no such file.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or larger than any result.</exception>
    /// <exception cref="IOException">It cannot be read, or is not a regular file.</exception>
    public static RunResult? Read(string path)
    {
        return Path.Exists(path) ? FromJson(ReadableFile.ReadBytes(path, MostBytes), path) : null;
    }

    public static string ToJson(RunResult result, bool indented) => JsonText.Object(
        json =>
        {
            json.WriteString("run", PathText.Portable(result.Run));
            json.WriteString("recipe", result.Recipe);
            json.WriteNumber("seed", result.Seed);
            json.WriteString("status", Word(result.Status));
            if (result.Problem is not null)
            {
                json.WriteString("problem", result.Problem);
            }

            json.Finite("train_seconds", Rounded(result.TrainSeconds));
            json.Finite("wall_seconds", Rounded(result.WallSeconds));
            json.Finite("env_steps", result.EnvSteps);
            json.Finite("updates", result.Updates);
            if (result.Evaluation is { } evaluation)
            {
                json.WriteStartObject("evaluation");
                EvaluationJson.Write(json, evaluation);
                json.WriteEndObject();
            }

            if (result.WeightsSha256 is not null)
            {
                json.WriteString("weights_sha256", result.WeightsSha256);
            }

            if (result.Details is { } details)
            {
                json.WritePropertyName(DetailsKey);
                details.WriteTo(json);
            }
        },
        indented);

    /// <param name="json">The text in UTF-8.</param>
    /// <param name="source">What to call it in errors.</param>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public static RunResult FromJson(byte[] json, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, source)
                : throw new DataFormatException(source, "byte 0", "a JSON object", $"{document.RootElement.ValueKind}");
        }
        catch (JsonException exception)
        {
            string where = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new DataFormatException(source, where, "JSON", "something else", exception);
        }
        catch (InvalidOperationException exception) // of a text whose bytes are no UTF-8, which is only seen when it is asked for
        {
            throw new DataFormatException(source, "the whole file", "JSON in UTF-8", "other bytes", exception);
        }
    }

    /// <summary>"complete", "interrupted", "failed".</summary>
    public static string Word(RunStatus status) => status.ToString().ToLowerInvariant();

    private static RunResult Read(JsonElement json, string source)
    {
        JsonMembers members = new(json, source);
        string word = members.Text("status");
        return new RunResult
        {
            Run = members.Text("run"),
            Recipe = members.Text("recipe"),
            Seed = members.UInt64("seed"),
            Status = s_statuses.TryGetValue(word, out RunStatus status)
                ? status
                : throw new DataFormatException(source, "status", string.Join(", ", s_statuses.Keys), $"'{word}'"),
            Problem = members.OptionalText("problem"),
            TrainSeconds = Seconds(members, "train_seconds"),
            WallSeconds = Seconds(members, "wall_seconds") ?? members.Number("wall_seconds"),
            EnvSteps = members.OptionalCount("env_steps"),
            Updates = members.OptionalCount("updates"),
            Evaluation = members.OptionalObject("evaluation") is { } evaluation ? EvaluationJson.Read(evaluation) : null,
            WeightsSha256 = members.OptionalText("weights_sha256"),
            Details = members.OptionalObject(DetailsKey)?.Json ?? Earlier(json),
        };
    }

    private static double? Seconds(JsonMembers members, string key) => members.OptionalNumber(key, 0, MostSeconds, "a number of seconds");

    /// <summary>Earlier versions wrote details beside the rest.</summary>
    private static JsonElement? Earlier(JsonElement json)
    {
        JsonProperty[] others = [.. json.EnumerateObject().Where(member => !s_keys.Contains(member.Name))];
        return others.Length == 0 ? null : JsonText.Element(to => Array.ForEach(others, member => member.WriteTo(to)));
    }

    private static double? Rounded(double? seconds) => seconds is { } s ? Math.Round(s, 3) : null;
}
