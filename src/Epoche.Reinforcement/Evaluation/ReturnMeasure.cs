namespace Epoche;

/// <summary>Something that counts in a game and follows from an episode's return.</summary>
/// <param name="Name">What is counted, such as <c>blocks passed</c>.</param>
/// <param name="Of">How many of them an episode with this return had.</param>
public sealed record ReturnMeasure(string Name, Func<double, double> Of)
{
    /// <summary>What is counted, such as <c>blocks passed</c>.</summary>
    public string Name { get; init => field = NotNull.Of(value); } = NotNull.Of(Name);

    /// <summary>How many of them an episode with this return had.</summary>
    public Func<double, double> Of { get; init => field = NotNull.Of(value); } = NotNull.Of(Of);

    /// <summary>The mean over the episodes of an evaluation.</summary>
    public double Mean(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        double sum = 0;
        foreach (double value in report.Returns)
        {
            sum += Of(value);
        }

        return sum / report.Episodes;
    }
}
