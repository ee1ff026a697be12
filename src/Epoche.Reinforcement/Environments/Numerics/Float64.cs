using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>A double as a number of <see cref="IArithmetic{T}"/>.</summary>
internal readonly record struct Float64(double Value) : IArithmetic<Float64>
{
    public static Float64 Of(double value) => new(value);

    public static Float64 Ratio(Float64 value, Float64 divisor, Float64 reciprocal) => value / divisor;

    public static (Float64 Sin, Float64 Cos) SinCos(Float64 angle)
    {
        (double sine, double cosine) = ScalarMath.SinCos(angle.Value);
        return (new(sine), new(cosine));
    }

    public static (Float64 Sin, Float64 Cos) SinCosOfAny(Float64 angle) => SinCos(angle);

    public static Float64 Clamp(Float64 value, Float64 low, Float64 high) => new(Math.Min(Math.Max(value.Value, low.Value), high.Value));

    public static Float64 WhereEqual(Float64 left, Float64 right, Float64 whenEqual, Float64 otherwise) =>
        left.Value == right.Value ? whenEqual : otherwise;

    /// <summary>Turn by turn, as Gymnasium does it: each subtraction rounds.</summary>
    public static Float64 WithinPi(Float64 angle)
    {
        double value = angle.Value;
        while (value > Math.PI)
        {
            value -= 2 * Math.PI;
        }

        while (value < -Math.PI)
        {
            value += 2 * Math.PI;
        }

        return new(value);
    }

    public static Float64 operator +(Float64 left, Float64 right) => new(left.Value + right.Value);

    public static Float64 operator -(Float64 left, Float64 right) => new(left.Value - right.Value);

    public static Float64 operator *(Float64 left, Float64 right) => new(left.Value * right.Value);

    public static Float64 operator /(Float64 left, Float64 right) => new(left.Value / right.Value);
}
