using System.Text;
using System.Text.Json;

namespace Epoche.Cli.Words;

/// <summary>Studies, for programs.</summary>
internal static class StudyJson
{
    public static string Study(FoundStudy found, IReadOnlyList<TrialRecord> shown) => JsonText.Object(json =>
    {
        Head(json, found);
        json.WriteNumber("trials", found.Record.Trials.Count);
        foreach ((string key, TrialState state) in ((string, TrialState)[])
        [
            ("complete", TrialState.Complete), ("pruned", TrialState.Pruned), ("failed", TrialState.Fail), ("running", TrialState.Running),
            ("waiting", TrialState.Waiting),
        ])
        {
            json.WriteNumber(key, found.Record.Trials.Count(trial => trial.State == state));
        }

        if (found.Record.Directions.Count > 1)
        {
            Trials(json, "front", found.Record.Front);
        }
        else if (found.Winner is { } best)
        {
            json.WritePropertyName("best");
            Write(json, best);
        }
        else
        {
            json.WriteNull("best");
        }

        Trials(json, "list", shown);
    });

    public static string Best(FoundStudy found, IReadOnlyList<TrialRecord> best) => JsonText.Object(json =>
    {
        Head(json, found);
        if (best is [var trial])
        {
            json.WritePropertyName("best");
            Write(json, trial);
        }
        else
        {
            Trials(json, "front", best);
        }
    });

    public static string Importance(
        FoundStudy found, int objective, string method, IReadOnlyList<ParameterImportance> shares) => JsonText.Object(json =>
    {
        Head(json, found);
        json.WriteNumber("objective", objective + 1);
        json.WriteString("by", method);
        json.WriteStartObject("importance");
        foreach (ParameterImportance one in shares)
        {
            json.Finite(WellFormed(one.Name), one.Share);
        }

        json.WriteEndObject();
    });

    private static void Head(Utf8JsonWriter json, FoundStudy found)
    {
        json.WriteString("study", WellFormed(found.Record.Name));
        json.WriteString("path", PathText.Portable(found.Path));
        json.WriteStartArray("directions");
        found.Record.Directions.ToList().ForEach(direction => json.WriteStringValue(direction switch
        {
            Direction.Minimize => "minimize",
            Direction.Maximize => "maximize",
            _ => "not set",
        }));
        json.WriteEndArray();
    }

    /// <summary>Half of a pair of UTF-16, as a journal may have it, is no text of JSON.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void Trials(Utf8JsonWriter json, string key, IReadOnlyList<TrialRecord> trials)
    {
        json.WriteStartArray(key);
        foreach (TrialRecord trial in trials)
        {
            Write(json, trial);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TrialRecord trial) => json.WriteRawValue(StudyExport.ToJson(trial));
}
