using System.Text.Json;

namespace Epoche.Experiments;

/// <summary>A group of a comparison as members of a JSON object.</summary>
internal static class ComparisonJson
{
    public static void Write(Utf8JsonWriter json, ComparisonGroup group)
    {
        json.WriteString("label", group.Label);
        json.WriteStartObject("settings");
        foreach ((string key, string value) in group.Settings)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("runs");
        group.Runs.ToList().ForEach(run => json.WriteStringValue(PathText.Portable(run.Run.Path)));
        json.WriteEndArray();
        json.WriteStartArray("seeds");
        group.Runs.ToList().ForEach(run => json.WriteNumberValue(run.Seed));
        json.WriteEndArray();
        group.Summary.Write(json);
        if (group.Difference is { } difference)
        {
            json.WriteStartObject("difference");
            json.Finite("mean", difference.Mean);
            SeedSummary.Write(json, "interval", difference.Interval);
            json.WriteString("paired_by", difference.Pairing.ToString().ToLowerInvariant());
            json.WriteNumber("pairs", difference.Pairs);
            json.WriteEndObject();
            json.WriteStartObject("probability_of_improvement");
            json.Finite("value", difference.Probability);
            SeedSummary.Write(json, "interval", difference.ProbabilityInterval);
            json.WriteEndObject();
        }
    }
}
