using System.Globalization;
using System.Text.Json;

namespace Epoche.Simulation;

/// <summary>Turns what Python says of its spaces into the shapes, layouts and actions of this library.</summary>
/// <param name="label">What messages call the environment.</param>
internal sealed class PythonSpaces(string label)
{
    private const int MostActions = 1 << 20;

    /// <summary>What an observation is: its shape, its parts where it has several or is an index, and whether it is bytes.</summary>
    public (Shape Shape, ObservationLayout? Layout, bool IsBytes) Observation(JsonElement space)
    {
        switch (Kind(space, "observation"))
        {
            case "Box":
                Shape shape = ShapeOf(space);
                return (shape, null, space.GetProperty("bytes").GetBoolean() && space.GetProperty("shape").GetArrayLength() > 0);
            case "Discrete":
                ObservationLayout index = ObservationLayout.Index(Count(space, "n"));
                return (index.Shape, index, false);
            default:
                List<ObservationPart> parts = [];
                AddParts(space, "", parts);
                ObservationLayout layout = ObservationLayout.Of([.. parts]);
                return (layout.Shape, layout, false);
        }
    }

    /// <summary>What an action is.</summary>
    public ActionSpec Actions(JsonElement space)
    {
        if (Kind(space, "action") == "Discrete")
        {
            return ActionSpec.Discrete(Count(space, "n"));
        }

        if (space.GetProperty("kind").GetString() == "MultiBinary")
        {
            return ActionSpec.MultiBinary(ShapeOf(space).ElementCount);
        }

        List<(string Name, int Count)> choices = [];
        List<float> low = [], high = [];
        AddActions(space, "", choices, low, high);
        if (choices.Count > 0 && low.Count > 0)
        {
            throw Refused("action", "mixes choices and numbers, and an agent of this library decides on one of the two");
        }

        if (choices.Count + low.Count is 0 or > MostActions)
        {
            throw Refused("action", $"has {choices.Count + low.Count} parts; expected 1 to {MostActions}");
        }

        return low.Count > 0 ? ActionSpec.Continuous([.. low], [.. high])
            : space.GetProperty("kind").GetString() == "MultiDiscrete" ? ActionSpec.MultiDiscrete([.. choices.Select(part => part.Count)])
            : ActionSpec.MultiDiscrete([.. choices]);
    }

    private static void AddParts(string name, int count, List<ObservationPart> parts) =>
        parts.Add(ObservationPart.Index(name, count));

    private void AddParts(JsonElement space, string name, List<ObservationPart> parts)
    {
        switch (Kind(space, "observation"))
        {
            case "Box":
            case "MultiBinary":
                parts.Add(new(name.Length > 0 ? name : "observation", ShapeOf(space)));
                break;
            case "Discrete":
                AddParts(name, Count(space, "n"), parts);
                break;
            case "MultiDiscrete":
                int i = 0;
                foreach (JsonElement count in space.GetProperty("counts").EnumerateArray())
                {
                    AddParts(Within(name, string.Create(CultureInfo.InvariantCulture, $"{i++}")), Positive(count), parts);
                }

                break;
            default:
                foreach ((string key, JsonElement each) in Items(space))
                {
                    AddParts(each, Within(name, key), parts);
                }

                break;
        }
    }

    private void AddActions(JsonElement space, string name, List<(string Name, int Count)> choices, List<float> low, List<float> high)
    {
        switch (Kind(space, "action"))
        {
            case "Discrete":
                choices.Add((name, Count(space, "n")));
                break;
            case "MultiDiscrete":
                foreach ((int i, JsonElement count) in space.GetProperty("counts").EnumerateArray().Index())
                {
                    choices.Add((Within(name, string.Create(CultureInfo.InvariantCulture, $"{i}")), Positive(count)));
                }

                break;
            case "MultiBinary":
                for (int bit = 0, count = ShapeOf(space).ElementCount; bit < count; bit++)
                {
                    choices.Add((Within(name, string.Create(CultureInfo.InvariantCulture, $"{bit}")), 2));
                }

                break;
            case "Box":
                low.AddRange(Bounds(space, "low"));
                high.AddRange(Bounds(space, "high"));
                if (!low.Zip(high).All(pair => pair.First < pair.Second && float.IsFinite(pair.Second - pair.First)))
                {
                    throw Refused(
                        "action", "has bounds that are infinite or not in rising order; wrap the environment in a RescaleAction, or in a "
                        + "wrapper that states bounds");
                }

                break;
            default:
                foreach ((string key, JsonElement each) in Items(space))
                {
                    AddActions(each, Within(name, key), choices, low, high);
                }

                break;
        }
    }

    private static string Within(string name, string key) => name.Length == 0 ? key : $"{name}/{key}";

    private static IEnumerable<(string Key, JsonElement Space)> Items(JsonElement space) =>
        space.GetProperty("items").EnumerateArray().Select(item => (item[0].GetString()!, item[1]));

    private IEnumerable<float> Bounds(JsonElement space, string which) => space.GetProperty(which).EnumerateArray().Select(
        text => (float)double.Parse(
            text.GetString()!.Replace("inf", "Infinity", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture));

    private Shape ShapeOf(JsonElement space)
    {
        int[] sizes = [.. space.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        Shape shape = sizes.Length == 0 ? [1] : Shape.Create(sizes);
        return shape.ElementCount > 0 ? shape : throw Refused("observation", $"has a part of the shape {shape}, which holds no number");
    }

    private int Count(JsonElement space, string property) => Positive(space.GetProperty(property));

    private int Positive(JsonElement count) => count.TryGetInt32(out int value) && value is >= 1 and <= 1 << 24
        ? value
        : throw Refused("space", $"has {count.GetRawText()} choices; expected 1 to 2^24");

    private string Kind(JsonElement space, string what)
    {
        string kind = space.GetProperty("kind").GetString()!;
        return kind is "Box" or "Discrete" or "MultiDiscrete" or "MultiBinary" or "Dict" or "Tuple" ? kind : throw Refused(
            what, $"is or holds a {kind} space, which has no fixed number of numbers. Spaces that work: Box, Discrete, MultiDiscrete, "
            + "MultiBinary, and Dict and Tuple of them; wrap the environment so that it has such a one");
    }

    private PythonEnvironmentException Refused(string what, string why) =>
        new($"{label}: its {(what == "space" ? "space" : $"{what} space")} {why}.");
}
