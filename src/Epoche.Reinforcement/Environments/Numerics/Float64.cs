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

    public static Float64 operator +(Float64 left, Float64 right) => new(left.Value + right.Value);

    public static Float64 operator -(Float64 left, Float64 right) => new(left.Value - right.Value);

    public static Float64 operator *(Float64 left, Float64 right) => new(left.Value * right.Value);

    public static Float64 operator /(Float64 left, Float64 right) => new(left.Value / right.Value);
}
