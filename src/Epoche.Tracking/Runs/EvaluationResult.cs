namespace Epoche;

/// <summary>
/// The outcome of an evaluation: <see cref="EpisodeEvaluation"/>, <see cref="ExampleEvaluation"/> or <see cref="NumberEvaluation"/>.
/// </summary>
public abstract record EvaluationResult
{
    private protected EvaluationResult()
    {
    }
}

/// <summary>Returns of episodes, of a greedy policy unless said otherwise.</summary>
/// <param name="Episodes">How many.</param>
/// <param name="Mean">The mean return.</param>
/// <param name="Std">The standard deviation of the returns.</param>
/// <param name="Min">The least return.</param>
/// <param name="Max">The greatest return.</param>
/// <param name="PerfectShare">
/// The share of episodes, from 0 to 1, that reached the highest possible return; null where none is known.
/// </param>
public sealed record EpisodeEvaluation(int Episodes, double Mean, double Std, double Min, double Max, double? PerfectShare)
    : EvaluationResult
{
    /// <summary>The share of actions that were taken at random, 0 to 1; null where the policy was greedy.</summary>
    public double? RandomActions { get; init; }

    /// <summary>The return of each episode; empty where the result was read from a file, which does not keep them.</summary>
    public IReadOnlyList<double> Returns { get; init => field = NotNull.Of(value); } = [];

    /// <summary>The mean in the game's own words, such as 82 "blocks passed"; null where the return says it all.</summary>
    public CountedEvents? Counted { get; init; }

    /// <summary>What the random policy earns in the same environment; null where it was not played.</summary>
    public RandomReturn? Random { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EpisodeEvaluation), PrintMembers);
}

/// <summary>What the random policy earns in an environment, by which the return of an agent is read.</summary>
/// <param name="Episodes">In how many episodes.</param>
/// <param name="Mean">Its mean return.</param>
public sealed record RandomReturn(int Episodes, double Mean)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(RandomReturn), PrintMembers);
}

/// <summary>How often something happened in an episode, on average.</summary>
/// <param name="Name">What happened, in words.</param>
/// <param name="Mean">How often.</param>
public sealed record CountedEvents(string Name, double Mean)
{
    /// <summary>What happened, in words.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CountedEvents), PrintMembers);
}

/// <summary>Accuracy and mean loss over held-out examples.</summary>
/// <param name="Examples">How many.</param>
/// <param name="Accuracy">The share of right answers, from 0 to 1.</param>
/// <param name="Loss">The mean loss.</param>
public sealed record ExampleEvaluation(int Examples, double Accuracy, double Loss) : EvaluationResult
{
    /// <summary>The measurement of classifiers that may refuse: the share of examples that they answer.</summary>
    public const string Coverage = "coverage";

    /// <summary>The measurement of classifiers that may refuse: the share of right answers among those given.</summary>
    public const string AnsweredAccuracy = "answered_accuracy";

    /// <summary>What the examples are, in words; null where they are those held out of the training data.</summary>
    public string? Set { get; init; }

    /// <summary>What else was measured, by the names of the metrics: <c>f1</c>, <c>ece</c>, …</summary>
    public IReadOnlyList<MetricValue> Measurements { get; init => field = NotNull.Of(value); } = [];

    /// <summary>
    /// How often an example of a class (row) was taken for another (column), square, row by row; empty where the result was read from a
    /// file, which does not keep it.
    /// </summary>
    public IReadOnlyList<int> Confusion { get; init => field = NotNull.Of(value); } = [];

    /// <summary>One of the measurements; null where it was not made.</summary>
    /// <param name="name">The name of the metric.</param>
    public double? Measured(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Measurements.FirstOrDefault(m => m.Name == name) is { Name: not null } found ? found.Value : null;
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ExampleEvaluation), PrintMembers);
}
