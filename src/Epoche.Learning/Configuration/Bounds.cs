using System.Globalization;

namespace Epoche;

/// <summary>The numbers that a setting accepts. The default value accepts every finite number.</summary>
public readonly record struct Bounds
{
    /// <summary>The smallest accepted number; none if null.</summary>
    public double? Low { get; init; }

    /// <summary>The largest accepted number; none if null.</summary>
    public double? High { get; init; }

    /// <summary>Whether <see cref="Low"/> itself is refused.</summary>
    public bool ExcludesLow { get; init; }

    /// <summary>Whether <see cref="High"/> itself is refused.</summary>
    public bool ExcludesHigh { get; init; }

    /// <summary>Above 0.</summary>
    public static Bounds Positive => Above(0);

    /// <summary>0 and above.</summary>
    public static Bounds NonNegative => AtLeast(0);

    /// <summary>0 to 1, both included: probabilities, discounts.</summary>
    public static Bounds Unit => Between(0, 1);

    /// <summary><paramref name="low"/> and above.</summary>
    public static Bounds AtLeast(double low) => new() { Low = low };

    /// <summary>Above <paramref name="low"/>.</summary>
    public static Bounds Above(double low) => new() { Low = low, ExcludesLow = true };

    /// <summary><paramref name="high"/> and below.</summary>
    public static Bounds AtMost(double high) => new() { High = high };

    /// <summary>Below <paramref name="high"/>.</summary>
    public static Bounds Below(double high) => new() { High = high, ExcludesHigh = true };

    /// <summary><paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public static Bounds Between(double low, double high) => new() { Low = low, High = high };

    /// <summary>Whether a number is accepted; NaN and infinities never are.</summary>
    public bool Contains(double value) =>
        double.IsFinite(value)
        && (Low is not { } low || (ExcludesLow ? value > low : value >= low))
        && (High is not { } high || (ExcludesHigh ? value < high : value <= high));

    /// <summary>The form in which error messages name the accepted numbers: <c>between 0 and 1</c>.</summary>
    public override string ToString()
    {
        string low = Low is { } l ? (ExcludesLow ? "above " : "at least ") + Text(l) : "";
        string high = High is { } h ? (ExcludesHigh ? "below " : "at most ") + Text(h) : "";
        return (Low, High) switch
        {
            (null, null) => "finite",
            ({ } from, { } to) => ExcludesLow || ExcludesHigh ? $"{low} and {high}" : $"between {Text(from)} and {Text(to)}",
            _ => low + high,
        };

        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}
