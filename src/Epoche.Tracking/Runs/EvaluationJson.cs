using System.Text.Json;

namespace Epoche.Tracking.Runs;

/// <summary>An evaluation as members of a JSON object.</summary>
internal static class EvaluationJson
{
    public static void Write(Utf8JsonWriter json, EvaluationResult evaluation)
    {
        switch (evaluation)
        {
            case EpisodeEvaluation episodes:
                Write(json, episodes);
                break;
            case ExampleEvaluation examples:
                Write(json, examples);
                break;
            case NumberEvaluation numbers:
                Write(json, numbers);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(evaluation));
        }
    }

    /// <exception cref="DataFormatException">A key is missing, or a value has another type.</exception>
    public static EvaluationResult Read(JsonMembers json) =>
        json.Has("episodes") ? ReadEpisodes(json) : json.Has("rmse") ? ReadNumbers(json) : ReadExamples(json);

    private static EpisodeEvaluation ReadEpisodes(JsonMembers json) => new(
        json.Count("episodes"),
        Number(json, "mean"),
        json.OptionalNumber("std", 0, double.MaxValue, "a number, not negative") ?? double.NaN,
        Number(json, "min"),
        Number(json, "max"),
        OptionalShare(json, "perfect_share"))
    {
        RandomActions = OptionalShare(json, "random_actions"),
        Counted = json.OptionalObject("counted") is { } counted ? new(counted.Text("name"), Number(counted, "mean")) : null,
        Random = json.OptionalObject("random") is { } random ? new(random.Count("episodes"), Number(random, "mean")) : null,
    };

    private static ExampleEvaluation ReadExamples(JsonMembers json) =>
        new(json.Count("examples"), OptionalShare(json, "accuracy") ?? double.NaN, Number(json, "loss"))
        {
            Measurements = Measurements(json, "examples", "accuracy", "loss"),
            Set = json.OptionalText("set"),
        };

    private static NumberEvaluation ReadNumbers(JsonMembers json) =>
        new(json.Count("examples"), Number(json, "mae"), Number(json, "rmse"), Number(json, "r2"))
        {
            Measurements = Measurements(json, "examples", "mae", "rmse", "r2"),
            Set = json.OptionalText("set"),
        };

    private static MetricValue[] Measurements(JsonMembers json, params string[] others) =>
    [
        .. json.Json.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.Number && !others.Contains(member.Name))
            .Select(member => new MetricValue(member.Name, Number(json, member.Name))),
    ];

    private static void Write(Utf8JsonWriter json, EpisodeEvaluation evaluation)
    {
        json.WriteNumber("episodes", evaluation.Episodes);
        json.Finite("mean", evaluation.Mean);
        json.Finite("std", evaluation.Std);
        json.Finite("min", evaluation.Min);
        json.Finite("max", evaluation.Max);
        json.Finite("perfect_share", evaluation.PerfectShare);
        if (evaluation.RandomActions is { } share)
        {
            json.WriteNumber("random_actions", share);
        }

        if (evaluation.Counted is { } counted)
        {
            json.WriteStartObject("counted");
            json.WriteString("name", counted.Name);
            json.Finite("mean", counted.Mean);
            json.WriteEndObject();
        }

        if (evaluation.Random is { } random)
        {
            json.WriteStartObject("random");
            json.WriteNumber("episodes", random.Episodes);
            json.Finite("mean", random.Mean);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, ExampleEvaluation evaluation)
    {
        json.WriteNumber("examples", evaluation.Examples);
        json.Finite("accuracy", evaluation.Accuracy);
        json.Finite("loss", evaluation.Loss);
        Write(json, evaluation.Measurements, evaluation.Set);
    }

    private static void Write(Utf8JsonWriter json, NumberEvaluation evaluation)
    {
        json.WriteNumber("examples", evaluation.Examples);
        json.Finite("mae", evaluation.MeanAbsoluteError);
        json.Finite("rmse", evaluation.RootMeanSquaredError);
        json.Finite("r2", evaluation.RSquared);
        Write(json, evaluation.Measurements, evaluation.Set);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<MetricValue> measurements, string? set)
    {
        foreach (MetricValue measurement in measurements)
        {
            json.Finite(measurement.Name, measurement.Value);
        }

        if (set is not null)
        {
            json.WriteString("set", set);
        }
    }

    private static double? OptionalShare(JsonMembers json, string key) => json.OptionalNumber(key, 0, 1, "a share from 0 to 1");

    /// <summary>NaN and infinities were written as null.</summary>
    private static double Number(JsonMembers json, string key) => json.OptionalNumber(key) ?? double.NaN;
}
