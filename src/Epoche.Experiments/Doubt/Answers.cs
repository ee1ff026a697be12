using System.Globalization;

namespace Epoche;

/// <summary>Verdicts in the words of the data.</summary>
public static class Answers
{
    /// <summary>The names of a model's classes: its labels, or their numbers.</summary>
    /// <param name="predictive">The model.</param>
    public static IReadOnlyList<string> Labels(Predictive predictive)
    {
        ArgumentNullException.ThrowIfNull(predictive);
        return predictive.Info.Labels is { Count: > 0 } labels
            ? labels
            : [.. Enumerable.Range(0, predictive.OutputShape[0]).Select(c => c.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>"7", "3 or 8", "I don't know".</summary>
    /// <param name="verdict">A rule's verdict.</param>
    /// <param name="labels">The names of the classes.</param>
    /// <exception cref="ArgumentException">There are fewer names than classes.</exception>
    public static string Text(Verdict verdict, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        ArgumentNullException.ThrowIfNull(labels);
        return verdict.Classes.Any(c => c >= labels.Count)
            ? throw new ArgumentException(
                $"There are {labels.Count} names; the verdict has the class {verdict.Classes.Max()}.", nameof(labels))
            : verdict.IsRefused ? Verdict.DontKnow : string.Join(" or ", verdict.Classes.Select(c => labels[c]));
    }
}
