using System.Text.RegularExpressions;

namespace Epoche.Experiments;

/// <summary>Errors about an agent's options in the words of recipes, whose keys are spelled differently.</summary>
internal static partial class OptionKeys
{
    /// <summary>Options whose keys are not their names in lower case with underscores.</summary>
    private static readonly Dictionary<string, string> s_keys = new()
    {
        ["DoubleQ"] = "double",
        ["UpdatesPerTraining"] = "updates_per_train",
        ["Selection.EverySteps"] = "evaluation.every_steps",
        ["Selection.Episodes"] = "evaluation.episodes",
        ["Selection.ConfirmEpisodes"] = "evaluation.confirm_episodes",
        ["Selection.ConfirmOn"] = "evaluation.confirm_environment",
        ["Selection.StopWhenPerfect"] = "evaluation.stop_when_perfect",
        ["Selection.StopAtReturn"] = "evaluation.stop_at_return",
    };

    /// <summary>
    /// The message with the keys of a recipe instead of the names of options: that of the option at fault, and all that are written like
    /// <c>DoubleQ</c> or <c>Replay.NStep</c>, which are no words.
    /// </summary>
    /// <param name="exception">What the options throw.</param>
    /// <param name="environment">The environment's name, which stays as it is.</param>
    public static string Message(ArgumentException exception, string environment)
    {
        string message = Compound().Replace(
            ErrorText.Of(exception), name => environment.Contains(name.Value, StringComparison.Ordinal) ? name.Value : Key(name.Value));
        return exception.ParamName is { } option && Word().IsMatch(option)
            ? Regex.Replace(message, $@"(?<![\w'])({option})(?![\w'])", Key(option))
            : message;
    }

    private static string Key(string option) => $"'{(s_keys.TryGetValue(option, out string? key) ? key : Capital().Replace(option, "_$1")
        .ToLowerInvariant())}'";

    [GeneratedRegex(@"\b(?!NaN\b)[A-Z][a-z]+(?:\.?[A-Z][a-z]*)+\b")]
    private static partial Regex Compound();

    [GeneratedRegex("^[A-Z][a-z]+$")]
    private static partial Regex Word();

    [GeneratedRegex("(?<=[A-Za-z])([A-Z])")]
    private static partial Regex Capital();
}
