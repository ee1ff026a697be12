using System.Globalization;

namespace Epoche;

/// <summary>How an interval is estimated by drawing runs again.</summary>
public sealed record BootstrapOptions
{
    private const int Most = 1_000_000;

    /// <summary>
    /// How often the runs are drawn, 1 to 1,000,000. Default 10,000, by which an end of an interval varies by 1% of its width.
    /// </summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>How much of what is drawn lies within the interval, above 0 and below 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The seed of the draws. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * Confidence:G4}% of {Resamples} resamples, seed {Seed}");

    /// <exception cref="ArgumentOutOfRangeException">A value is outside of its range.</exception>
    internal void Validate()
    {
        CountChecks.AtLeast(1, Resamples);
        CountChecks.AtMost(Most, Resamples);
        if (!(Confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Confidence),
                string.Create(CultureInfo.InvariantCulture, $"{nameof(Confidence)} is {Confidence}; expected above 0 and below 1."));
        }
    }
}
