using System.Runtime.Intrinsics;
using Epoche.Kernels;
using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

/// <summary>One lane, written out: what vectors of every width must agree with bit for bit.</summary>
internal readonly record struct Float32(float Value) : IArithmetic<Float32>
{
    public static Float32 Of(double value) => new((float)value);

    public static Float32 Ratio(Float32 value, Float32 divisor, Float32 reciprocal) => new(value.Value * reciprocal.Value);

    public static (Float32 Sin, Float32 Cos) SinCos(Float32 angle)
    {
        float z = angle.Value * angle.Value;
        float sine = angle.Value + (angle.Value * z * ((float)(-1.0 / 6) + (z * ((float)(1.0 / 120) + (z * (float)(-1.0 / 5040))))));
        float cosine = 1 + (z * (-0.5f + (z * ((float)(1.0 / 24) + (z * (float)(-1.0 / 720))))));
        return (new(sine), new(cosine));
    }

    public static (Float32 Sin, Float32 Cos) SinCosOfAny(Float32 angle)
    {
        Transcendental.SinCosOfNear<Vector128<float>, Simd128>(
            Vector128.Create(angle.Value), out Vector128<float> sin, out Vector128<float> cos);
        return (new(sin[0]), new(cos[0]));
    }

    public static Float32 Clamp(Float32 value, Float32 low, Float32 high) => new(MathF.Min(MathF.Max(value.Value, low.Value), high.Value));

    public static Float32 WhereEqual(Float32 left, Float32 right, Float32 whenEqual, Float32 otherwise) =>
        left.Value == right.Value ? whenEqual : otherwise;

    public static Float32 WithinPi(Float32 angle)
    {
        float turns = MathF.Round(angle.Value * (float)(1 / (2 * Math.PI)));
        return new((angle.Value - (turns * 6.28125f)) - (turns * (float)((2 * Math.PI) - 6.28125)));
    }

    public static Float32 operator +(Float32 left, Float32 right) => new(left.Value + right.Value);

    public static Float32 operator -(Float32 left, Float32 right) => new(left.Value - right.Value);

    public static Float32 operator *(Float32 left, Float32 right) => new(left.Value * right.Value);

    public static Float32 operator /(Float32 left, Float32 right) => new(left.Value / right.Value);
}

/// <summary>CartPole with the arithmetic of one lane.</summary>
internal struct CartPole32 : IEnvironment
{
    private static readonly CartPoleDynamics<Float32> Dynamics = new(CartPoleOptions.V1);

    private Float32 _x, _xDot, _theta, _thetaDot;

    public readonly EnvironmentSpec Spec => CartPoleOptions.V1.Spec();

    public void Reset(ref Rng rng, Span<float> observation)
    {
        _x = new(rng.NextSingle(-0.05f, 0.05f));
        _xDot = new(rng.NextSingle(-0.05f, 0.05f));
        _theta = new(rng.NextSingle(-0.05f, 0.05f));
        _thetaDot = new(rng.NextSingle(-0.05f, 0.05f));
        Observe(observation);
    }

    public StepResult Step(in EnvironmentAction action, ref Rng rng, Span<float> observation)
    {
        Dynamics.Advance(new(action.Index == 1 ? 10 : -10), ref _x, ref _xDot, ref _theta, ref _thetaDot);
        Observe(observation);
        return new(1, MathF.Abs(_x.Value) > 2.4f || MathF.Abs(_theta.Value) > (float)CartPoleOptions.V1.AngleLimit, Truncated: false);
    }

    private readonly void Observe(Span<float> observation) =>
        (observation[0], observation[1], observation[2], observation[3]) = (_x.Value, _xDot.Value, _theta.Value, _thetaDot.Value);
}
