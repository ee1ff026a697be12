namespace Epoche.Experiments;

/// <summary>A number of a run that a study searches the best of.</summary>
/// <param name="Measure">What is measured, such as <c>return</c>.</param>
/// <param name="Direction">Which values are good.</param>
/// <param name="Cost">What is taken off for every 1,000 steps of training, so that of equals the quicker one is better.</param>
internal sealed record StudyObjective(string Measure, Direction Direction, double Cost)
{
    public const string Return = Measures.Return, Accuracy = Measures.Accuracy;

    private const string Perfect = "perfect", Loss = "loss", Coverage = ExampleEvaluation.Coverage, Error = "error", Steps = "steps",
        RSquared = Measures.RSquared;

    /// <summary>Measures of which little is good; of all others much is.</summary>
    private static readonly string[] s_small = [Loss, Error, Steps, "nll", "brier", "ece", "mae", "rmse"];

    /// <summary>All measures.</summary>
    public static IReadOnlyList<string> Known { get; } = [Return, Perfect, Accuracy, Coverage, "f1", RSquared, .. s_small];

    /// <summary>The curve of a run that shows it on the way; null where it is known at the end only.</summary>
    public string? Tag => Measure switch
    {
        Return => RunTags.EvaluationReturn,
        Accuracy => RunTags.ValidationAccuracy,
        Loss => RunTags.ValidationLoss,
        RSquared => RunTags.ValidationRSquared,
        _ => null,
    };

    /// <summary>Reads <c>return</c>, or <c>{measure: return, cost: 0.1, direction: maximize}</c>.</summary>
    /// <exception cref="ConfigurationException">It is no such thing.</exception>
    public static StudyObjective Read(ConfigNode node)
    {
        if (node is not ConfigMap map)
        {
            string name = node.AsChoice(Known);
            return new(name, DirectionOf(name), 0);
        }

        string measure = map.RequiredChoice("measure", [.. Known]);
        Direction direction = map.TryGet("direction", out ConfigNode? written)
            ? written.AsChoice(["minimize", "maximize"]) == "minimize" ? Direction.Minimize : Direction.Maximize
            : DirectionOf(measure);
        return new(measure, direction, map.Double("cost", 0, Bounds.NonNegative));
    }

    /// <summary>Its value for a run; null where the run does not have it.</summary>
    public double? Of(RunResult result)
    {
        double? value = (Measure, result.Evaluation) switch
        {
            (Steps, _) => StepsOf(result),
            (Return, EpisodeEvaluation episodes) => episodes.Mean,
            (Perfect, EpisodeEvaluation episodes) => episodes.PerfectShare,
            (Accuracy, ExampleEvaluation examples) => examples.Accuracy,
            (Loss, ExampleEvaluation examples) => examples.Loss,
            (Error, ExampleEvaluation examples) => 1 - examples.Measured(ExampleEvaluation.AnsweredAccuracy),
            ("mae", NumberEvaluation numbers) => numbers.MeanAbsoluteError,
            ("rmse", NumberEvaluation numbers) => numbers.RootMeanSquaredError,
            (RSquared, NumberEvaluation numbers) => numbers.RSquared,
            (_, NumberEvaluation numbers) =>
                numbers.Measurements.Where(m => m.Name == Measure).Select(m => (double?)m.Value).FirstOrDefault(),
            (_, ExampleEvaluation examples) => examples.Measured(Measure),
            _ => null,
        };
        return value is { } number && double.IsFinite(number)
            ? number - (Cost == 0 ? 0 : (Direction == Direction.Maximize ? Cost : -Cost) * (StepsOf(result) / 1000.0))
            : null;
    }

    public override string ToString() => Cost == 0 ? Measure : $"{Measure}, less {Cost} for every 1,000 steps";

    private static Direction DirectionOf(string measure) => s_small.Contains(measure) ? Direction.Minimize : Direction.Maximize;

    private static long StepsOf(RunResult result) => result.EnvSteps is > 0 and long steps ? steps : result.Updates ?? 0;
}
