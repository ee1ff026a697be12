namespace Epoche.Experiments;

/// <summary>
/// The one number by which runs are compared: the mean return of an agent, the accuracy of a classifier, R² of a regression.
/// </summary>
internal static class Measures
{
    public const string Return = "return", Accuracy = "accuracy", RSquared = "r2";

    /// <summary>What it is called; null where there is no evaluation.</summary>
    public static string? NameOf(EvaluationResult? evaluation) => evaluation switch
    {
        EpisodeEvaluation => Return,
        ExampleEvaluation => Accuracy,
        NumberEvaluation => RSquared,
        _ => null,
    };

    /// <summary>The number; null where it is not known, or not finite.</summary>
    public static double? ValueOf(EvaluationResult? evaluation) => evaluation switch
    {
        EpisodeEvaluation { Mean: var mean } when double.IsFinite(mean) => mean,
        ExampleEvaluation { Accuracy: var accuracy } when double.IsFinite(accuracy) => accuracy,
        NumberEvaluation { RSquared: var share } when double.IsFinite(share) => share,
        _ => null,
    };

    /// <summary>"497.2", "98.30%".</summary>
    public static string Text(string measure, double value) => measure switch
    {
        Accuracy => Format.Accuracy(value),
        RSquared => Format.Small(value),
        _ => Format.Score(value),
    };

    /// <summary>"491.0 to 500.0"; "–" where there is none.</summary>
    public static string Text(string measure, ConfidenceInterval? interval) => interval is { } ends
        ? $"{Text(measure, ends.Low)} to {Text(measure, ends.High)}"
        : "–";
}
