using System.Globalization;

namespace Epoche;

/// <summary>What a policy earned in a number of complete episodes.</summary>
public sealed record EvaluationReport
{
    /// <summary>Summarizes returns.</summary>
    /// <param name="returns">The undiscounted return of each episode, in the order of the episodes' streams.</param>
    /// <param name="steps">Steps of all episodes together.</param>
    /// <param name="bestReturn">The largest return that an episode can have, if known.</param>
    /// <exception cref="ArgumentException">There is no return, or one is NaN or infinite: no mean would say anything.</exception>
    public EvaluationReport(IReadOnlyList<double> returns, long steps, double? bestReturn)
    {
        ArgumentNullException.ThrowIfNull(returns);
        if (returns.Count == 0)
        {
            throw new ArgumentException("An evaluation has at least one episode.", nameof(returns));
        }

        int odd = Enumerable.Range(0, returns.Count).FirstOrDefault(i => !double.IsFinite(returns[i]), -1);
        if (odd >= 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The return of episode {odd} is {returns[odd]}; expected finite numbers."),
                nameof(returns));
        }

        (Returns, Steps, BestReturn) = (returns, steps, bestReturn);
        double sum = 0, squares = 0;
        int perfect = 0;
        (Min, Max) = (returns[0], returns[0]);
        foreach (double value in returns)
        {
            sum += value;
            Min = Math.Min(Min, value);
            Max = Math.Max(Max, value);
            perfect += PerfectReturn.IsReached(value, bestReturn) ? 1 : 0;
        }

        Mean = sum / returns.Count;
        foreach (double value in returns)
        {
            squares += (value - Mean) * (value - Mean);
        }

        Deviation = Math.Sqrt(squares / returns.Count);
        PerfectShare = bestReturn is null ? null : (double)perfect / returns.Count;
    }

    /// <summary>How many episodes.</summary>
    public int Episodes => Returns.Count;

    /// <summary>Steps of all episodes together.</summary>
    public long Steps { get; }

    /// <summary>The mean return.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of the returns (of these episodes, not an estimate for others).</summary>
    public double Deviation { get; }

    /// <summary>The smallest return.</summary>
    public double Min { get; }

    /// <summary>The largest return.</summary>
    public double Max { get; }

    /// <summary>The largest return that an episode can have; null where it is unknown.</summary>
    public double? BestReturn { get; }

    /// <summary>
    /// The share of episodes, 0 to 1, that reached <see cref="BestReturn"/>, up to the rounding of rewards; null where none is known.
    /// </summary>
    public double? PerfectShare { get; }

    /// <summary>Whether every episode reached the largest return there is.</summary>
    public bool IsPerfect => PerfectShare == 1;

    /// <summary>The return of each episode.</summary>
    public IReadOnlyList<double> Returns { get; }

    /// <summary>
    /// For logs: <c>500.0 ± 0.0 over 1000 episodes (500 to 500, 100.0% perfect)</c>, with more digits where returns are small.
    /// </summary>
    public override string ToString()
    {
        double scale = Math.Max(Math.Abs(Mean), Deviation);
        string perfect = PerfectShare is { } share ? string.Create(CultureInfo.InvariantCulture, $", {100 * share:F1}% perfect") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ReturnText.Of(Mean, scale)} ± {ReturnText.Deviation(Deviation, scale)} over {Episodes} episodes "
            + $"({ReturnText.Single(Min)} to {ReturnText.Single(Max)}{perfect})");
    }
}
