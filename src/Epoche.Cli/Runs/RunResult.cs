namespace Epoche.Cli.Runs;

/// <summary>How a run ended.</summary>
internal enum RunStatus
{
    /// <summary>It trained to its end.</summary>
    Complete,

    /// <summary>Ctrl-C: the model is the best one so far.</summary>
    Interrupted,

    /// <summary>A NaN or an infinity stopped it: the model is the last good one.</summary>
    Failed,
}

/// <summary>What a run, or an evaluation of it, came to: <c>result.json</c> and the object that <c>--json</c> prints.</summary>
internal sealed record RunResult
{
    /// <summary>The run's folder, as the user would type it.</summary>
    public required string Run { get; init; }

    /// <summary>The recipe's name.</summary>
    public required string Recipe { get; init; }

    /// <summary>The seed of the training, or of the evaluation where this is one.</summary>
    public required ulong Seed { get; init; }

    public required RunStatus Status { get; init; }

    /// <summary>Why the run stopped before its end; null when it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>Time of the training alone, with the evaluations that select its model, without start-up and the final evaluation.</summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Time since the process started; the build that <c>./epoche</c> may begin with does not count.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Environment steps taken by training; 0 where there is no environment.</summary>
    public long? EnvSteps { get; init; }

    /// <summary>Optimizer steps.</summary>
    public long? Updates { get; init; }

    /// <summary>The final evaluation; null when the run ended without a model worth one.</summary>
    public EvaluationResult? Evaluation { get; init; }

    /// <summary>SHA-256 over the little-endian float32 weights of the saved model, in the order of its parameters.</summary>
    public string? WeightsSha256 { get; init; }
}

/// <summary>The outcome of an evaluation: of episodes or of examples.</summary>
internal abstract record EvaluationResult;

/// <summary>Returns of greedy episodes.</summary>
/// <param name="PerfectShare">The share of episodes that reached the highest possible return; null where none is known.</param>
internal sealed record EpisodeEvaluation(int Episodes, double Mean, double Std, double Min, double Max, double? PerfectShare) : EvaluationResult
{
    /// <summary>The return of each episode; empty where the result was read from a file, which does not keep them.</summary>
    public IReadOnlyList<double> Returns { get; init; } = [];

    /// <summary>The mean in the game's own words, such as 82 "blocks passed"; null where the return says it all.</summary>
    public CountedEvents? Counted { get; init; }
}

/// <summary>How often something happened in an episode, on average.</summary>
internal sealed record CountedEvents(string Name, double Mean);

/// <summary>Accuracy in [0, 1] and mean loss over held-out examples.</summary>
internal sealed record ExampleEvaluation(int Examples, double Accuracy, double Loss) : EvaluationResult
{
    /// <summary>What the examples are, in words; null where they are those held out of the training data.</summary>
    public string? Set { get; init; }

    /// <summary>The measurement of classifiers that may refuse: the share of examples that they answer.</summary>
    public const string Coverage = "coverage";

    /// <summary>The share of right answers among those.</summary>
    public const string AnsweredAccuracy = "answered_accuracy";

    /// <summary>What else was measured, by the names of the metrics: <c>f1</c>, <c>ece</c>, …</summary>
    public IReadOnlyList<MetricValue> Measurements { get; init; } = [];

    /// <summary>One of the measurements; null where it was not made.</summary>
    public double? Measured(string name) => Measurements.FirstOrDefault(m => m.Name == name) is { Name: not null } found ? found.Value : null;

    /// <summary>How often an example of a class (row) was taken for another (column), square, row by row; empty where the result was read from a file.</summary>
    public IReadOnlyList<int> Confusion { get; init; } = [];
}
