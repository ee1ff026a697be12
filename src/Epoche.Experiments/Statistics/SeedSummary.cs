using System.Text.Json;

namespace Epoche;

/// <summary>What a method comes to over its seeds: every value, and what sums them up.</summary>
public sealed record SeedSummary
{
    /// <summary>Sums up the values of some runs.</summary>
    /// <param name="values">One for each run, one or more.</param>
    /// <param name="options">How the interval is estimated; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    public SeedSummary(IReadOnlyList<double> values, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] scores = [.. values];
        (Values, Mean, Median) = (scores, SeedStatistics.Mean(scores), SeedStatistics.Median(scores));
        InterquartileMean = SeedStatistics.InterquartileMean(scores);
        Interval = scores.Length > 1 ? Bootstrap.Interval(scores, SeedStatistics.InterquartileMean, options) : null;
    }

    /// <summary>The value of each run.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Their mean.</summary>
    public double Mean { get; }

    /// <summary>Their median.</summary>
    public double Median { get; }

    /// <summary>Their interquartile mean; see <see cref="SeedStatistics.InterquartileMean"/>.</summary>
    public double InterquartileMean { get; }

    /// <summary>Where the interquartile mean probably lies; see <see cref="Bootstrap"/>. Null for one run, which does not tell.</summary>
    public ConfidenceInterval? Interval { get; }

    /// <inheritdoc/>
    public override string ToString() => Interval is { } interval
        ? $"{Format.Score(InterquartileMean)} ({Format.Score(interval.Low)} to {Format.Score(interval.High)})"
        : Format.Score(InterquartileMean);

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("n", Values.Count);
        json.WriteStartArray("values");
        foreach (double value in Values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
        json.Finite("mean", Mean);
        json.Finite("median", Median);
        json.Finite("iqm", InterquartileMean);
        Write(json, "iqm_interval", Interval);
    }

    /// <summary>Two numbers; null where there is no interval.</summary>
    internal static void Write(Utf8JsonWriter json, string key, ConfidenceInterval? interval)
    {
        if (interval is not { } ends)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartArray(key);
        json.WriteNumberValue(ends.Low);
        json.WriteNumberValue(ends.High);
        json.WriteEndArray();
    }
}
