namespace Epoche;

/// <summary>Range checks with one wording.</summary>
internal static class Require
{
    /// <summary>A learning rate that begins as one; see <see cref="Rate(Schedule, long)"/>.</summary>
    internal static Schedule Rate(Schedule learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        Rate(learningRate, 1);
        return learningRate;
    }

    /// <summary>The rate of an update, the first of which is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0 or no finite number: the weights would climb, or be lost.</exception>
    internal static float Rate(Schedule learningRate, long step) =>
        learningRate.At(step - 1) is var rate && rate >= 0 && float.IsFinite(rate)
            ? rate
            : throw new ArgumentOutOfRangeException(
                nameof(learningRate), $"A learning rate is 0 or more; that of update {step} is {rate}, by the schedule {learningRate}.");

    internal static float InRange(float value, float low, float high, string name) => value >= low && value < high
        ? value
        : throw new ArgumentOutOfRangeException(name, $"The {name} lies in [{low}, {high}); received {value}.");

    internal static float Positive(float value, string name) => value > 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, $"The {name} must be a positive number; received {value}.");

    internal static float NotNegative(float value, string name) => value >= 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, $"The {name} must be 0 or more; received {value}.");
}
