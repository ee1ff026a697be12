namespace Epoche.Experiments;

/// <summary>The one number by which runs are compared: the mean return of an agent, the accuracy of a classifier.</summary>
internal static class Measures
{
    public const string Return = "return", Accuracy = "accuracy";

    /// <summary>What it is called; null where there is no evaluation.</summary>
    public static string? NameOf(EvaluationResult? evaluation) => evaluation switch
    {
        EpisodeEvaluation => Return,
        ExampleEvaluation => Accuracy,
        _ => null,
    };

    /// <summary>The number; null where it is not known, or not finite.</summary>
    public static double? ValueOf(EvaluationResult? evaluation) => evaluation switch
    {
        EpisodeEvaluation { Mean: var mean } when double.IsFinite(mean) => mean,
        ExampleEvaluation { Accuracy: var accuracy } when double.IsFinite(accuracy) => accuracy,
        _ => null,
    };

    /// <summary>"497.2", "98.30%".</summary>
    public static string Text(string measure, double value) => measure == Accuracy ? Format.Accuracy(value) : Format.Score(value);

    /// <summary>"491.0 to 500.0"; "–" where there is none.</summary>
    public static string Text(string measure, ConfidenceInterval? interval) => interval is { } ends
        ? $"{Text(measure, ends.Low)} to {Text(measure, ends.High)}"
        : "–";
}
