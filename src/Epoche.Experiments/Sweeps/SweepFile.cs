using System.Text.Json;
using Epoche.Tracking.Runs;

namespace Epoche.Experiments;

/// <summary>The one writer and the one reader of <see cref="SweepResult"/> as JSON. Groups follow from the runs and are not read.</summary>
internal static class SweepFile
{
    private const int MostBytes = 1 << 26;

    public static void Write(SweepResult result) =>
        AtomicFile.Write(Path.Combine(result.Sweep, SweepResult.FileName), ToJson(result, indented: true) + "\n");

    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public static SweepResult? Read(string folder)
    {
        string path = Path.Combine(folder, SweepResult.FileName);
        if (!Path.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(ReadableFile.ReadBytes(path, MostBytes));
            JsonMembers members = document.RootElement.ValueKind == JsonValueKind.Object
                ? new(document.RootElement, path)
                : throw new DataFormatException(path, "byte 0", "a JSON object", $"{document.RootElement.ValueKind}");
            if (!members.Json.TryGetProperty("runs", out JsonElement runs) || runs.ValueKind != JsonValueKind.Array)
            {
                throw new DataFormatException(path, "runs", "a list", $"{runs.ValueKind}");
            }

            return new()
            {
                Sweep = PathText.Portable(folder), // it may have been moved since
                Recipe = members.Text("recipe"),
                Runs = [.. runs.EnumerateArray().Select((run, i) => ReadRun(run, path, i))],
            };
        }
        catch (JsonException exception)
        {
            string where = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new DataFormatException(path, where, "JSON", "something else", exception);
        }
    }

    public static string ToJson(SweepResult result, bool indented) => JsonText.Object(
        json =>
        {
            json.WriteString("sweep", PathText.Portable(result.Sweep));
            json.WriteString("recipe", result.Recipe);
            json.WriteString("status", RunResultFile.Word(result.Status));
            json.WriteStartArray("groups");
            foreach (SweepGroup group in result.Groups)
            {
                json.WriteStartObject();
                Write(json, group);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("runs");
            foreach (SweepRun run in result.Runs)
            {
                json.WriteStartObject();
                Write(json, run);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        },
        indented);

    private static void Write(Utf8JsonWriter json, SweepGroup group)
    {
        json.WriteString("label", group.Label);
        Write(json, group.Settings);
        json.WriteString("measure", group.Runs[0].Measure);
        json.WriteStartArray("seeds");
        group.Runs.ToList().ForEach(run => json.WriteNumberValue(run.Seed));
        json.WriteEndArray();
        group.Summary.Write(json);
        Write(json, group.Runs[0].Random);
    }

    private static void Write(Utf8JsonWriter json, SweepRun run)
    {
        json.WriteString("run", run.Name);
        Write(json, run.Settings);
        json.WriteNumber("seed", run.Seed);
        json.WriteString("status", run.Status.ToString().ToLowerInvariant());
        if (run.Problem is not null)
        {
            json.WriteString("problem", run.Problem);
        }

        if (run.Measure is not null)
        {
            json.WriteString("measure", run.Measure);
            json.Finite("value", run.Value);
        }

        Write(json, run.Random);
        json.Finite("train_seconds", run.TrainSeconds is { } seconds ? Math.Round(seconds, 3) : null);
        json.Finite("env_steps", run.EnvSteps);
        if (run.WeightsSha256 is not null)
        {
            json.WriteString("weights_sha256", run.WeightsSha256);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, string> settings)
    {
        json.WriteStartObject("settings");
        foreach ((string key, string value) in settings)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RandomReturn? random)
    {
        if (random is not null)
        {
            json.WriteStartObject("random");
            json.WriteNumber("episodes", random.Episodes);
            json.Finite("mean", random.Mean);
            json.WriteEndObject();
        }
    }

    private static SweepRun ReadRun(JsonElement json, string path, int place)
    {
        JsonMembers run = json.ValueKind == JsonValueKind.Object
            ? new(json, path, $"runs[{place}].")
            : throw new DataFormatException(path, $"runs[{place}]", "an object", $"{json.ValueKind}");
        string name = run.Text("run"), word = run.Text("status");
        if (PortableName.Problem(name) is { } problem)
        {
            throw new DataFormatException(path, $"runs[{place}].run", "the name of a folder", $"one that {problem}");
        }

        return new()
        {
            Name = name,
            Settings = run.OptionalObject("settings") is { } settings
                ? settings.Json.EnumerateObject().ToDictionary(setting => setting.Name, setting => settings.Text(setting.Name))
                : [],
            Seed = run.UInt64("seed"),
            Status = Enum.GetValues<SweepRunStatus>().Cast<SweepRunStatus?>().FirstOrDefault(s => $"{s}".ToLowerInvariant() == word)
                ?? throw new DataFormatException(path, $"runs[{place}].status", "the status of a run", $"'{word}'"),
            Problem = run.OptionalText("problem"),
            Measure = run.OptionalText("measure"),
            Value = run.Has("measure") ? run.OptionalNumber("value") : null,
            Random = run.OptionalObject("random") is { } random
                ? new(random.Count("episodes"), random.OptionalNumber("mean") ?? double.NaN)
                : null,
            TrainSeconds = run.OptionalNumber("train_seconds"),
            EnvSteps = run.OptionalCount("env_steps"),
            WeightsSha256 = run.OptionalText("weights_sha256"),
        };
    }
}
