namespace Epoche;

/// <summary>How good what was learned so far is, measured on what training never sees.</summary>
public interface IEvaluable
{
    /// <summary>
    /// Evaluates the present weights. Reads them, draws from streams of its own and changes nothing that training depends on.
    /// </summary>
    /// <param name="index">
    /// How many evaluations were made before: decides the streams, so that one that was cut off is made again with the same.
    /// </param>
    /// <param name="cancellation">Cuts it off.</param>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept of it.</exception>
    LoopEvaluation Evaluate(int index, CancellationToken cancellation);
}

/// <summary>
/// What makes one evaluation better than another: the first number, of equal ones the second. Higher is
/// better; a loss counts by its negative.
/// </summary>
/// <param name="First">Such as a mean return or an accuracy.</param>
/// <param name="Second">Such as how far a confirmation got.</param>
public readonly record struct Score(double First, double Second = 0) : IComparable<Score>
{
    /// <summary>Worse than any.</summary>
    public static Score Lowest { get; } = new(double.NegativeInfinity);

    /// <inheritdoc/>
    public int CompareTo(Score other) => (First, Second).CompareTo((other.First, other.Second));

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Score), PrintMembers);
}

/// <summary>What an evaluation found: as numbers only, so that loop, checkpoints and curves need not know of what.</summary>
/// <param name="Score">Decides which weights are the best.</param>
/// <param name="Measurements">By the names under which they are logged.</param>
public sealed record LoopEvaluation(Score Score, IReadOnlyList<MetricValue> Measurements)
{
    /// <summary>The numbers, by the names under which they are logged.</summary>
    public IReadOnlyList<MetricValue> Measurements
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Measurements));
    } = Measurements ?? throw new ArgumentNullException(nameof(Measurements));

    /// <summary>One number for each episode or example, of whose distribution the curves tell; empty where there are none.</summary>
    public IReadOnlyList<double> Samples { get; init => field = value ?? throw new ArgumentNullException(nameof(Samples)); } = [];

    /// <summary>The name of that distribution.</summary>
    public string SamplesName { get; init => field = value ?? throw new ArgumentNullException(nameof(SamplesName)); } = "";

    /// <summary>The largest that a sample can be where it was measured; NaN where that is not known.</summary>
    public double LargestSample { get; init; } = double.NaN;

    /// <summary>How much was evaluated: examples, or steps of all episodes.</summary>
    public long Count { get; init; }

    /// <summary>
    /// What it was measured on, such as an environment with its limits. Scores on another cannot be compared: its first evaluation is the
    /// best so far. Default: always the same.
    /// </summary>
    public string Scale { get; init => field = value ?? throw new ArgumentNullException(nameof(Scale)); } = "";

    /// <summary>Whether training may end because of it.</summary>
    public bool ReachesGoal { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LoopEvaluation), PrintMembers);
}
