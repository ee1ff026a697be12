using System.Globalization;
using Epoche.Kernels;

namespace Epoche;

/// <summary>α, how far an update moves a value towards its target: a constant, or a power of how often it was updated.</summary>
public sealed record StepSize
{
    private readonly bool _isPower;

    private StepSize(float value, bool isPower) => (Value, _isPower) = (value, isPower);

    /// <summary>The constant, or the exponent.</summary>
    public float Value { get; }

    /// <summary>Whether it falls with the number of updates.</summary>
    public bool CountsVisits => _isPower;

    /// <summary>The same always. Range: above 0, to 1.</summary>
    public static StepSize Constant(float value) => new(value, isPower: false);

    /// <summary>
    /// 1/n^<paramref name="power"/> in the n-th update of a state and an action: 1 averages all targets, less weighs late ones more. Above
    /// 0.5, to 1, Q-learning converges (Watkins and Dayan 1992).
    /// </summary>
    /// <param name="power">Range: above 0, to 1.</param>
    public static StepSize Power(float power) => new(power, isPower: true);

    /// <summary>A constant.</summary>
    public static implicit operator StepSize(float value) => Constant(value);

    /// <summary>The step of an update.</summary>
    /// <param name="visit">Which update of the state and the action it is, from 1.</param>
    public double At(long visit) =>
        !_isPower ? Value : Value == 1 ? 1.0 / visit : ScalarMath.Exp(-(double)Value * ScalarMath.Log(visit));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(_isPower ? "1/n^" : "")}{Value}");
}
