using System.Text.Json;

namespace Epoche.Experiments;

/// <summary>The one writer of <see cref="RecipeStudyResult"/> as JSON.</summary>
internal static class RecipeStudyFile
{
    public static void Write(RecipeStudyResult result, string folder) =>
        AtomicFile.Write(Path.Combine(folder, RecipeStudyResult.FileName), ToJson(result, indented: true) + "\n");

    public static string ToJson(RecipeStudyResult result, bool indented) => JsonText.Object(
        json =>
        {
            json.WriteString("study", result.Study);
            json.WriteString("folder", PathText.Portable(result.Folder));
            json.WriteString("status", result.Status.ToString().ToLowerInvariant());
            json.WriteNumber("trials", result.Trials.Count);
            json.WriteNumber("complete", result.Count(TrialState.Complete));
            json.WriteNumber("pruned", result.Count(TrialState.Pruned));
            json.WriteNumber("failed", result.Count(TrialState.Fail));
            Best(json, result);
            if (result.Finals.Count > 0)
            {
                json.WriteStartArray("finals");
                foreach (StudyFinalist finalist in result.Finals)
                {
                    json.WriteStartObject();
                    json.WriteNumber("number", finalist.Trial);
                    Members(json, finalist.Scores);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (result.Test is { } test)
            {
                Write(json, test);
            }

            json.WriteString("study_sha256", result.StudySha256);
        },
        indented);

    private static void Best(Utf8JsonWriter json, RecipeStudyResult result)
    {
        if (result.Objectives.Count > 1)
        {
            json.WriteStartArray("front");
            foreach (TrialRecord trial in result.Best)
            {
                json.WriteStartObject();
                Write(json, trial);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            return;
        }

        if (result.Best is not [var best])
        {
            json.WriteNull("best");
            return;
        }

        json.WriteStartObject("best");
        Write(json, best);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TrialRecord trial)
    {
        json.WriteNumber("number", trial.Number);
        Numbers(json, "values", trial.Values ?? []);
        json.WriteStartObject("parameters");
        foreach (TrialParameter parameter in trial.Parameters)
        {
            json.WritePropertyName(parameter.Name);
            Write(json, parameter.Value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StudyTest test)
    {
        json.WriteStartObject("test");
        json.WriteString("measure", test.Measure);
        json.WriteStartArray("seeds");
        test.Seeds.ToList().ForEach(json.WriteNumberValue);
        json.WriteEndArray();
        Write(json, "winner", test.Winner);
        Write(json, "default", test.Default);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string key, StudyTestScores scores)
    {
        json.WriteStartObject(key);
        Members(json, scores);
        json.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter json, StudyTestScores scores)
    {
        Numbers(json, "scores", scores.Scores);
        json.WriteNumber("mean", scores.Mean);
        json.Finite("low", scores.Interval?.Low);
        json.Finite("high", scores.Interval?.High);
        if (scores.Perfect is { } perfect)
        {
            json.WriteNumber("perfect", perfect);
        }
    }

    private static void Numbers(Utf8JsonWriter json, string key, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(key);
        numbers.ToList().ForEach(json.WriteNumberValue);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, StudyValue value)
    {
        switch (value.Kind)
        {
            case StudyValueKind.Boolean:
                json.WriteBooleanValue(value.AsBoolean);
                break;
            case StudyValueKind.Integer:
                json.WriteNumberValue(value.AsInteger);
                break;
            case StudyValueKind.Number:
                json.WriteNumberValue(value.AsNumber);
                break;
            case StudyValueKind.Text:
                json.WriteStringValue(value.AsText);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
