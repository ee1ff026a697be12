using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// The functions of <see cref="Transcendental"/> for single numbers. A float gives the bits that a vector lane gives; a double has its own
/// polynomials, within 1 ulp where not said otherwise. Nothing here calls the C library, so results are the same on every platform.
/// </summary>
internal static partial class ScalarMath
{
    /// <summary>eˣ.</summary>
    public static float Exp(float x) => Transcendental.Exp<Vector128<float>, Simd128>(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>ln x.</summary>
    public static float Log(float x) => Transcendental.Log<Vector128<float>, Simd128>(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>tanh x.</summary>
    public static float Tanh(float x) => Transcendental.Tanh<Vector128<float>, Simd128>(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static float Sigmoid(float x) => Transcendental.Sigmoid<Vector128<float>, Simd128>(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>sin x and cos x.</summary>
    public static (float Sin, float Cos) SinCos(float x)
    {
        Transcendental.SinCos<Vector128<float>, Simd128>(Vector128.CreateScalar(x), out Vector128<float> sin, out Vector128<float> cos);
        return (sin.ToScalar(), cos.ToScalar());
    }

    /// <summary>sin x.</summary>
    public static double Sin(double x) => SinCos(x).Sin;

    /// <summary>cos x.</summary>
    public static double Cos(double x) => SinCos(x).Cos;
}
