using System.Text.Json;

namespace Epoche.Cli.Runs;

/// <summary>Writes and reads <see cref="RunResult"/> as JSON.</summary>
internal static class RunResultJson
{
    public static string Write(RunResult result, bool indented)
    {
        return JsonText.Object(json =>
        {
            json.WriteString("run", result.Run);
            json.WriteString("recipe", result.Recipe);
            json.WriteNumber("seed", result.Seed);
            json.WriteString("status", result.Status.ToString().ToLowerInvariant());
            if (result.Problem is not null)
            {
                json.WriteString("problem", result.Problem);
            }

            json.Finite("train_seconds", Rounded(result.TrainSeconds));
            json.Finite("wall_seconds", Rounded(result.WallSeconds));
            json.Finite("env_steps", result.EnvSteps);
            json.Finite("updates", result.Updates);
            Evaluation(json, result.Evaluation);
            if (result.WeightsSha256 is not null)
            {
                json.WriteString("weights_sha256", result.WeightsSha256);
            }
        }, indented);
    }

    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="FormatException">A key is missing or has another type than expected.</exception>
    public static RunResult Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        try
        {
            return new RunResult
            {
                Run = root.GetProperty("run").GetString()!,
                Recipe = root.GetProperty("recipe").GetString()!,
                Seed = root.GetProperty("seed").GetUInt64(),
                Status = Enum.Parse<RunStatus>(root.GetProperty("status").GetString()!, ignoreCase: true),
                Problem = root.TryGetProperty("problem", out JsonElement problem) ? problem.GetString() : null,
                TrainSeconds = Optional(root, "train_seconds"),
                WallSeconds = root.GetProperty("wall_seconds").GetDouble(),
                EnvSteps = (long?)Optional(root, "env_steps"),
                Updates = (long?)Optional(root, "updates"),
                Evaluation = root.TryGetProperty("evaluation", out JsonElement evaluation) ? ReadEvaluation(evaluation) : null,
                WeightsSha256 = root.TryGetProperty("weights_sha256", out JsonElement sha) ? sha.GetString() : null,
            };
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("a key is missing, or has a value of another type", exception);
        }
    }

    private static void Evaluation(Utf8JsonWriter json, EvaluationResult? evaluation)
    {
        switch (evaluation)
        {
            case EpisodeEvaluation e:
                json.WriteStartObject("evaluation");
                json.WriteNumber("episodes", e.Episodes);
                json.Finite("mean", e.Mean);
                json.Finite("std", e.Std);
                json.Finite("min", e.Min);
                json.Finite("max", e.Max);
                json.Finite("perfect_share", e.PerfectShare);
                if (e.Counted is { } counted)
                {
                    json.WriteStartObject("counted");
                    json.WriteString("name", counted.Name);
                    json.Finite("mean", counted.Mean);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                break;
            case ExampleEvaluation e:
                json.WriteStartObject("evaluation");
                json.WriteNumber("examples", e.Examples);
                json.Finite("accuracy", e.Accuracy);
                json.Finite("loss", e.Loss);
                foreach (MetricValue measurement in e.Measurements)
                {
                    json.Finite(measurement.Name, measurement.Value);
                }

                if (e.Set is { } set)
                {
                    json.WriteString("set", set);
                }

                json.WriteEndObject();
                break;
        }
    }

    private static EvaluationResult? ReadEvaluation(JsonElement json) =>
        json.TryGetProperty("episodes", out JsonElement episodes)
            ? new EpisodeEvaluation(
                episodes.GetInt32(),
                Required(json, "mean"),
                Required(json, "std"),
                Required(json, "min"),
                Required(json, "max"),
                Optional(json, "perfect_share"))
            {
                Counted = json.TryGetProperty("counted", out JsonElement counted) ? new(counted.GetProperty("name").GetString() ?? "", Required(counted, "mean")) : null,
            }
            : new ExampleEvaluation(json.GetProperty("examples").GetInt32(), Required(json, "accuracy"), Required(json, "loss"))
            {
                Measurements =
                [
                    .. json.EnumerateObject()
                        .Where(property => property.Value.ValueKind == JsonValueKind.Number && property.Name is not ("examples" or "accuracy" or "loss"))
                        .Select(property => new MetricValue(property.Name, property.Value.GetDouble())),
                ],
                Set = json.TryGetProperty("set", out JsonElement set) ? set.GetString() : null,
            };

    private static double Required(JsonElement json, string key) => Optional(json, key) ?? double.NaN;

    private static double? Optional(JsonElement json, string key) =>
        json.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static double? Rounded(double? seconds) => seconds is { } s ? Math.Round(s, 3) : null;
}
