using System.Globalization;
using Epoche.Kernels;
using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// A set of numbers, and how all real numbers are mapped onto it: a parameter that must stay inside is learned as a free number and used
/// through <see cref="Apply"/>; a distribution says by it where its draws lie.
/// </summary>
public sealed class Constraint
{
    private readonly float _low, _high;

    private Constraint(ConstraintKind kind, string text, float low, float high) => (Kind, Text, _low, _high) = (kind, text, low, high);

    /// <summary>Every finite number; x ↦ x.</summary>
    public static Constraint Real { get; } = new(ConstraintKind.Real, "a finite number", float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Above 0; x ↦ ln(1 + eˣ), which grows linearly and so stays tame under large steps. The choice for scales.</summary>
    public static Constraint Positive { get; } = new(ConstraintKind.Softplus, "a number above 0", 0, float.PositiveInfinity);

    /// <summary>Above 0; x ↦ eˣ, by which a step changes the number by a factor.</summary>
    public static Constraint PositiveByExp { get; } = new(ConstraintKind.Exp, "a number above 0", 0, float.PositiveInfinity);

    /// <summary>Between 0 and 1; x ↦ 1/(1 + e⁻ˣ).</summary>
    public static Constraint UnitInterval { get; } = new(ConstraintKind.Interval, "a number between 0 and 1", 0, 1);

    internal static Constraint ZeroOrOne { get; } = new(ConstraintKind.Discrete, "0 or 1", 0, 1);

    internal ConstraintKind Kind { get; }

    internal string Text { get; }

    internal float Low => _low;

    internal float High => _high;

    /// <summary>A number in the set, far from its ends.</summary>
    internal float Inside => Kind switch
    {
        ConstraintKind.Real => 0,
        ConstraintKind.Softplus or ConstraintKind.Exp => 1,
        ConstraintKind.Discrete => _low,
        _ => _low + ((_high - _low) / 2),
    };

    /// <summary>Between two numbers; x ↦ low + (high − low)/(1 + e⁻ˣ).</summary>
    /// <exception cref="ArgumentException">
    /// Not finite, not in order, of an infinite difference, or without a float between them.
    /// </exception>
    public static Constraint Interval(float low, float high)
    {
        if (!(float.IsFinite(low) && float.IsFinite(high) && low < high))
        {
            throw new ArgumentException(
                $"An interval has finite ends, the first below the second; received {low} and {high}.", nameof(low));
        }

        if (!float.IsFinite(high - low) || MathF.BitIncrement(low) == high)
        {
            throw new ArgumentException(
                $"An interval has a finite width, and room for a number between its ends; received {low} and {high}.", nameof(low));
        }

        return new(ConstraintKind.Interval, $"a number between {low} and {high}", low, high);
    }

    /// <summary>
    /// Maps free numbers into the set; where rounding would leave it, to the nearest number inside. Passes gradients, but none there.
    /// </summary>
    /// <exception cref="NotSupportedException">The set is one of whole numbers.</exception>
    public Tensor Apply(Tensor free) => Kind switch
    {
        ConstraintKind.Real => free,
        ConstraintKind.Softplus => KeepInside(Ops.Softplus(free)),
        ConstraintKind.Exp => KeepInside(Ops.Exp(free)),
        ConstraintKind.Interval => KeepInside(_low == 0 && _high == 1 ? Ops.Sigmoid(free) : _low + ((_high - _low) * Ops.Sigmoid(free))),
        _ => throw Discrete(),
    };

    /// <summary>The free number that <see cref="Apply"/> maps to <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    /// <exception cref="NotSupportedException">The set is one of whole numbers.</exception>
    public float Invert(float value)
    {
        if (!Contains(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), $"Expected {Text}; received {value}.");
        }

        double x = value;
        return Kind switch
        {
            ConstraintKind.Real => value,
            ConstraintKind.Softplus => (float)(x + ScalarMath.Log(-ScalarMath.Expm1(-x))), // ln(eˣ − 1)
            ConstraintKind.Exp => (float)ScalarMath.Log(x),
            ConstraintKind.Interval => (float)(ScalarMath.Log(x - _low) - ScalarMath.Log(_high - x)),
            _ => throw Discrete(),
        };
    }

    /// <summary>Whether a number lies inside. The ends of an interval do not.</summary>
    public bool Contains(float value) => Kind switch
    {
        ConstraintKind.Discrete => value >= _low && value <= _high && value == MathF.Truncate(value),
        _ => value > _low && value < _high,
    };

    /// <summary>The same, and the ends of an interval count as inside where asked for.</summary>
    internal bool Contains(float value, bool withEnds) =>
        Contains(value) || (withEnds && Kind != ConstraintKind.Discrete && (value == _low || value == _high));

    /// <summary>Whether all numbers lie inside.</summary>
    internal bool ContainsAll(ReadOnlySpan<float> values, bool withEnds)
    {
        if (Kind != ConstraintKind.Discrete)
        {
            return withEnds
                ? Reduce.IsBetween(values, MathF.BitDecrement(_low), MathF.BitIncrement(_high))
                : Reduce.IsBetween(values, _low, _high);
        }

        foreach (float value in values)
        {
            if (!Contains(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The nearest numbers inside, where rounding reached an end or passed it; no gradient passes there.</summary>
    internal Tensor KeepInside(Tensor values) =>
        Reduce.IsBetween(values.Values, _low, _high) ? values : Ops.Clip(values, MathF.BitIncrement(_low), MathF.BitDecrement(_high));

    /// <summary>The set in words, such as <c>a number above 0</c>.</summary>
    public override string ToString() => Text;

    /// <summary>
    /// The set and how free numbers are mapped to it, for saved free numbers: two constraints map the same ones to different places.
    /// </summary>
    internal string Identity => string.Create(CultureInfo.InvariantCulture, $"{Kind} {_low} {_high}");

    /// <summary>Whether a text is the <see cref="Identity"/> of a constraint that there can be.</summary>
    internal static bool IsIdentity(string text)
    {
        if (text == Real.Identity || text == Positive.Identity || text == PositiveByExp.Identity)
        {
            return true;
        }

        return text.Split(' ') is [nameof(ConstraintKind.Interval), string low, string high]
            && IsEnd(low, out float from) && IsEnd(high, out float to) && from < to;
    }

    private static bool IsEnd(string text, out float end) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out end)
        && float.IsFinite(end) && end.ToString(CultureInfo.InvariantCulture) == text;

    /// <summary>Whether another constraint is the same set, and maps to it in the same way.</summary>
    internal bool IsSame(Constraint other) => Kind == other.Kind && _low == other._low && _high == other._high;

    internal static Constraint Classes(int count) => new(ConstraintKind.Discrete, $"a whole number from 0 to {count - 1}", 0, count - 1);

    private static NotSupportedException Discrete() => new("Whole numbers are not the image of real ones.");
}

/// <summary>How free numbers become constrained ones.</summary>
internal enum ConstraintKind
{
    Real,
    Softplus,
    Exp,
    Interval,
    Discrete,
}
