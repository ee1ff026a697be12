using System.Globalization;

namespace Epoche.Cli.Doubt;

/// <summary>Verdicts in the words of the data.</summary>
internal static class Answers
{
    /// <summary>The names of a model's classes: its labels, or their numbers.</summary>
    public static IReadOnlyList<string> Labels(Predictive predictive) =>
        predictive.Info.Labels is { Count: > 0 } labels ? labels : [.. Enumerable.Range(0, predictive.OutputShape[0]).Select(c => c.ToString(CultureInfo.InvariantCulture))];

    /// <summary>"7", "3 or 8", "I don't know".</summary>
    public static string Text(Verdict verdict, IReadOnlyList<string> labels) => verdict.IsRefused ? Verdict.DontKnow : string.Join(" or ", verdict.Classes.Select(c => labels[c]));
}
