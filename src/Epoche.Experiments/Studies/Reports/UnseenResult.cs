using System.Text.Json;
using Epoche.Tracking.Runs;

namespace Epoche.Experiments;

/// <summary>How a study's winner and the recipe's own settings did with seeds that no trial saw, as <c>result.json</c> has it.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Rows">Whose scores they are, and these.</param>
/// <param name="Finals">Those of the best trials with the seeds of the finals, the winner first; none where there were no finals.</param>
internal sealed record UnseenResult(string Measure, IReadOnlyList<ChartInterval> Rows, IReadOnlyList<ChartInterval> Finals)
{
    private const string FileName = "result.json";
    private const int MostBytes = 1 << 26;

    /// <summary>That of a study's folder; null where the study is not at its end, or was not tested.</summary>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static UnseenResult? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!Path.Exists(path))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(ReadableFile.ReadBytes(path, MostBytes));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonMembers(document.RootElement, path).OptionalObject("test") is { } test
                    ? Of(test, FinalsOf(document.RootElement, path)) : null
                : throw new DataFormatException(path, "byte 0", "a JSON object", $"{document.RootElement.ValueKind}");
        }
        catch (JsonException exception)
        {
            string where = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new DataFormatException(path, where, "JSON", "something else", exception);
        }
    }

    private static ChartInterval[] FinalsOf(JsonElement result, string path)
    {
        if (!result.TryGetProperty("finals", out JsonElement finals))
        {
            return [];
        }

        if (finals.ValueKind != JsonValueKind.Array || finals.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.Object))
        {
            throw new DataFormatException(path, "finals", "a list of objects", $"{finals.ValueKind}");
        }

        return
        [
            .. finals.EnumerateArray().Select((one, i) => new JsonMembers(one, path, $"finals[{i}]."))
                .Select(members => Row($"trial {members.Count("number")}", members)),
        ];
    }

    private static UnseenResult Of(JsonMembers test, IReadOnlyList<ChartInterval> finals)
    {
        (string Key, string Name)[] known = [("winner", "the winner"), ("default", "the recipe's own settings")];
        return new(test.Text("measure"), [.. from one in known
                                             let scores = test.OptionalObject(one.Key)
                                             where scores is not null
                                             select Row(one.Name, scores)], finals);
    }

    private static ChartInterval Row(string name, JsonMembers scores)
    {
        double[] all = scores.Json.TryGetProperty("scores", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            && list.EnumerateArray().All(score => score.ValueKind == JsonValueKind.Number)
            ? [.. list.EnumerateArray().Select(score => score.GetDouble())]
            : throw new DataFormatException(scores.Source, $"{scores.Prefix}scores", "a list of numbers", $"{list.ValueKind}");
        double mean = scores.Number("mean");
        double low = scores.OptionalNumber("low") ?? double.NaN, high = scores.OptionalNumber("high") ?? double.NaN;
        string interval = double.IsNaN(low) ? "" : $" ({StudyText.Number(low)} to {StudyText.Number(high)})";
        return new($"{name}: {StudyText.Number(mean)}{interval}, {Format.Count(all.Length, "seed")}", mean, low, high) { Points = all };
    }
}
