using System.Diagnostics.CodeAnalysis;

namespace Epoche.Kernels;

/// <summary>
/// The vector operations that kernels are written in, once, generic over the register <typeparamref name="V"/>; the three
/// policies below bind them to 512, 256 and 128 bits. Every operation is exact or correctly rounded in each lane, so a
/// kernel that treats lanes alike gives the same bits at every width.
/// </summary>
internal interface ISimd<V>
    where V : struct
{
    static abstract int Width { get; }

    static abstract V Load(ref readonly float source, nint offset);

    static abstract void Store(V value, ref float destination, nint offset);

    /// <summary>
    /// Loads <paramref name="count"/> &lt; <see cref="Width"/> values and takes the remaining lanes from
    /// <paramref name="fill"/>; touches no memory beyond them.
    /// </summary>
    static abstract V LoadPartial(ref readonly float source, nint offset, nint count, V fill);

    /// <summary>Stores the first <paramref name="count"/> &lt; <see cref="Width"/> lanes and touches no memory beyond them.</summary>
    static abstract void StorePartial(V value, ref float destination, nint offset, nint count);

    /// <summary>Loads one value every <paramref name="step"/> places.</summary>
    static abstract V Gather(ref readonly float source, nint step);

    /// <summary>Stores one value every <paramref name="step"/> places.</summary>
    static abstract void Scatter(V value, ref float destination, nint step);

    static abstract V Create(float value);

    static abstract V Bits(int value);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    /// <summary>a·b + c with one rounding.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>IEEE 754-2019 minimum: NaN if either is NaN.</summary>
    static abstract V Min(V a, V b);

    static abstract V Max(V a, V b);

    static abstract V Sqrt(V a);

    static abstract V Abs(V a);

    static abstract V Negate(V a);

    static abstract V And(V a, V b);

    static abstract V AndNot(V a, V notB);

    static abstract V Or(V a, V b);

    static abstract V Xor(V a, V b);

    /// <summary>All bits set in lanes where a &lt; b.</summary>
    static abstract V Less(V a, V b);

    static abstract V LessOrEqual(V a, V b);

    static abstract V Equal(V a, V b);

    static abstract V Select(V mask, V whenSet, V whenClear);

    /// <summary>Whether a comparison held in any lane.</summary>
    static abstract bool Any(V mask);

    /// <summary>a·2ⁿ with one rounding, also where the result is denormal; n integral, −252 ≤ n ≤ 254.</summary>
    static abstract V ScaleByPowerOfTwo(V a, V n);

    /// <summary>The float nearest to the integer that the bits are.</summary>
    static abstract V FromInt(V bits);

    static abstract V AddInt(V a, V b);

    static abstract V SubtractInt(V a, V b);

    static abstract V ShiftLeft(V bits, [ConstantExpected] int count);

    static abstract V ShiftRightArithmetic(V bits, [ConstantExpected] int count);
}
