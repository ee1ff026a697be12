namespace Epoche;

/// <summary>What an interval's width follows.</summary>
public enum IntervalKind
{
    /// <summary>Nothing: number ± margin.</summary>
    Residual,

    /// <summary>A predicted deviation: number ± margin · deviation.</summary>
    Scaled,

    /// <summary>Two predicted quantiles: from the lower one − margin to the upper one + margin, which may be negative.</summary>
    Quantiles,
}
