using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>The same functions for single numbers: a float gives the bits that a vector lane gives, a double its own polynomials.</summary>
internal static partial class ScalarMath
{
    /// <summary>eˣ; see <see cref="Transcendental.Exp"/>.</summary>
    public static float Exp(float x) => Transcendental.Exp<Vector128<float>, Simd128>(Vector128.Create(x)).ToScalar();

    /// <summary>ln x; see <see cref="Transcendental.Log"/>.</summary>
    public static float Log(float x) => Transcendental.Log<Vector128<float>, Simd128>(Vector128.Create(x)).ToScalar();

    /// <summary>tanh x; see <see cref="Transcendental.Tanh"/>.</summary>
    public static float Tanh(float x) => Transcendental.Tanh<Vector128<float>, Simd128>(Vector128.Create(x)).ToScalar();

    /// <summary>sin x and cos x; see <see cref="Transcendental.SinCos"/>.</summary>
    public static (float Sin, float Cos) SinCos(float x)
    {
        Transcendental.SinCos<Vector128<float>, Simd128>(Vector128.Create(x), out Vector128<float> sin, out Vector128<float> cos);
        return (sin.ToScalar(), cos.ToScalar());
    }
}
