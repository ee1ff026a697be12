using System.Globalization;

namespace Epoche.Experiments;

/// <summary>
/// What was found in data of your own, as the section <c>found</c> of the recipe of a run, so that whoever reads the run need not read
/// the data: a run is a folder that can be copied.
/// </summary>
/// <param name="TrainExamples">Examples to learn from, validation included.</param>
/// <param name="Validation">Examples of these to validate on.</param>
/// <param name="Input">The shape of one example; of a picture [height, width, channels].</param>
/// <param name="Labels">The names of the classes; none where a number is predicted.</param>
internal sealed record FoundData(int TrainExamples, int Validation, Shape Input, IReadOnlyList<string> Labels)
{
    private const string Key = "found", ValidationKey = "validation_examples";

    /// <summary>What the recipe says; null where it says nothing, or what was found with other settings.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="settings">All that it depends on beside the data.</param>
    /// <exception cref="ConfigurationException">It is damaged.</exception>
    public static FoundData? Read(ConfigMap recipe, string settings)
    {
        if (recipe.OptionalMap(Key) is not { } map)
        {
            return null;
        }

        FoundData found = new(
            map.RequiredInt("examples", Bounds.AtLeast(2)),
            map.RequiredInt("validation", Bounds.NonNegative),
            Shape.Create(map.Ints("input", [], Bounds.Between(1, 1 << 24))),
            [.. map.List("classes").Select(label => label.AsString())]);
        bool isOfThese = map.RequiredString("with") == settings
            && (recipe.OptionalInt(ValidationKey) ?? found.Validation) == found.Validation;
        return isOfThese ? found : null;
    }

    /// <summary>Writes it into the recipe.</summary>
    public void Write(ConfigMap recipe, string settings)
    {
        recipe.Set(string.Create(CultureInfo.InvariantCulture, $"{ValidationKey}={Validation}"));
        recipe.Remove(Key);
        string classes = string.Join(", ", Labels.Select(Quoted));
        recipe.Set(string.Create(
            CultureInfo.InvariantCulture,
            $"{Key}={{examples: {TrainExamples}, validation: {Validation}, input: {Input}, "
            + $"classes: [{classes}], with: {Quoted(settings)}}}"));
        _ = Read(recipe, settings);
    }

    /// <summary>Whether the same was found.</summary>
    public bool IsLike(FoundData other) =>
        (TrainExamples, Validation, Input) == (other.TrainExamples, other.Validation, other.Input) && Labels.SequenceEqual(other.Labels);

    /// <summary>"5600 examples [23] of the classes no, yes".</summary>
    public override string ToString() => $"{TrainExamples} examples {Input}"
        + (Labels.Count > 0 ? $" of the classes {Shown.Cut(string.Join(", ", Labels), 200)}" : "");

    private static string Quoted(string text) =>
        "\""
        + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .ReplaceLineEndings("\\n")
        + "\"";
}
