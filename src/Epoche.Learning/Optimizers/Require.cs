namespace Epoche;

/// <summary>Range checks with one wording.</summary>
internal static class Require
{
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
