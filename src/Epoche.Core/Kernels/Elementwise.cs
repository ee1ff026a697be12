using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// Runs an operator over spans. The tail goes through the same lane code by masked loads, so that a result depends on the
/// bits of its operands only, never on its place. The result may be one of the inputs; it must not overlap one partly.
/// </summary>
internal static partial class Elementwise
{
    /// <summary>y = op(x).</summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, Span<float> y)
        where TOp : struct, IUnaryOperator
    {
        CheckLength(x.Length, y.Length);
        Dispatch<TOp>(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), y.Length);
    }

    /// <summary>z = op(x, y).</summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TOp : struct, IBinaryOperator
    {
        CheckLength(x.Length, z.Length);
        CheckLength(y.Length, z.Length);
        Dispatch<TOp, Each, Each>(
            ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(z), z.Length);
    }

    /// <summary>z = op(x, y) with one y for all.</summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, float y, Span<float> z)
        where TOp : struct, IBinaryOperator
    {
        CheckLength(x.Length, z.Length);
        Dispatch<TOp, Each, Same>(ref MemoryMarshal.GetReference(x), ref y, ref MemoryMarshal.GetReference(z), z.Length);
    }

    /// <summary>z = op(x, y) with one x for all.</summary>
    public static void Apply<TOp>(float x, ReadOnlySpan<float> y, Span<float> z)
        where TOp : struct, IBinaryOperator
    {
        CheckLength(y.Length, z.Length);
        Dispatch<TOp, Same, Each>(ref x, ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(z), z.Length);
    }

    /// <summary>w = op(x, y, z).</summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> w)
        where TOp : struct, ITernaryOperator
    {
        CheckLength(x.Length, w.Length);
        CheckLength(y.Length, w.Length);
        CheckLength(z.Length, w.Length);
        Dispatch<TOp, Each, Each, Each>(
            ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), ref MemoryMarshal.GetReference(z),
            ref MemoryMarshal.GetReference(w), w.Length);
    }

    /// <summary>w = op(x, y, z) with one y and one z for all, as in a clip to constant limits.</summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, float y, float z, Span<float> w)
        where TOp : struct, ITernaryOperator
    {
        CheckLength(x.Length, w.Length);
        Dispatch<TOp, Each, Same, Same>(ref MemoryMarshal.GetReference(x), ref y, ref z, ref MemoryMarshal.GetReference(w), w.Length);
    }

    /// <summary>w = op(x, y, z) with one y for all.</summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, float y, ReadOnlySpan<float> z, Span<float> w)
        where TOp : struct, ITernaryOperator
    {
        CheckLength(x.Length, w.Length);
        CheckLength(z.Length, w.Length);
        Dispatch<TOp, Each, Same, Each>(
            ref MemoryMarshal.GetReference(x), ref y, ref MemoryMarshal.GetReference(z), ref MemoryMarshal.GetReference(w), w.Length);
    }

    /// <summary>w = op(x, y, z) with one z for all.</summary>
    public static void Apply<TOp>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, float z, Span<float> w)
        where TOp : struct, ITernaryOperator
    {
        CheckLength(x.Length, w.Length);
        CheckLength(y.Length, w.Length);
        Dispatch<TOp, Each, Each, Same>(
            ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), ref z, ref MemoryMarshal.GetReference(w), w.Length);
    }

    /// <summary>y += x.</summary>
    public static void AddTo(ReadOnlySpan<float> x, Span<float> y) => Apply<Add>(x, y, y);

    /// <summary>y += s·x, each element with one rounding.</summary>
    public static void MultiplyAddTo(float s, ReadOnlySpan<float> x, Span<float> y) => Apply<MultiplyAdd>(x, s, y, y);

    /// <summary>x *= s.</summary>
    public static void Scale(float s, Span<float> x) => Apply<Multiply>(x, s, x);

    /// <summary>x = value, everywhere.</summary>
    public static void Fill(Span<float> x, float value) => x.Fill(value);

    private static void CheckLength(int operand, int result)
    {
        if (operand != result)
        {
            ThrowLength(operand, result);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int operand, int result) =>
        throw new ArgumentException($"An elementwise operand has {operand} elements where the result has {result}.");
}
