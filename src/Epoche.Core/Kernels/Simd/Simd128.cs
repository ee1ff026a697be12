using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using X86Fma = System.Runtime.Intrinsics.X86.Fma;
using Register = System.Runtime.Intrinsics.Vector128<float>;

namespace Epoche.Kernels;

/// <summary>128-bit registers.</summary>
internal readonly struct Simd128 : ISimd<Register>
{
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Register.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Load(ref readonly float source, nint offset) =>
        Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register value, ref float destination, nint offset) =>
        value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register LoadPartial(ref readonly float source, nint offset, nint count, Register fill)
    {
        ref float start = ref Unsafe.Add(ref Unsafe.AsRef(in source), offset);
        return count switch
        {
            1 => fill.WithElement(0, start),
            2 => fill.WithElement(0, start).WithElement(1, Unsafe.Add(ref start, 1)),
            3 => fill.WithElement(0, start).WithElement(1, Unsafe.Add(ref start, 1)).WithElement(2, Unsafe.Add(ref start, 2)),
            _ => fill,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Register value, ref float destination, nint offset, nint count)
    {
        ref float start = ref Unsafe.Add(ref destination, offset);
        if (count > 0)
        {
            start = value.ToScalar();
        }

        if (count > 1)
        {
            Unsafe.Add(ref start, 1) = value.GetElement(1);
        }

        if (count > 2)
        {
            Unsafe.Add(ref start, 2) = value.GetElement(2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Gather(ref readonly float source, nint step)
    {
        ref float first = ref Unsafe.AsRef(in source);
        return Vector128.Create(first, Unsafe.Add(ref first, step), Unsafe.Add(ref first, 2 * step), Unsafe.Add(ref first, 3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Register value, ref float destination, nint step)
    {
        destination = value.ToScalar();
        Unsafe.Add(ref destination, step) = value.GetElement(1);
        Unsafe.Add(ref destination, 2 * step) = value.GetElement(2);
        Unsafe.Add(ref destination, 3 * step) = value.GetElement(3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Create(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Bits(int value) => Vector128.Create(value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Add(Register a, Register b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Subtract(Register a, Register b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Multiply(Register a, Register b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Divide(Register a, Register b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Fma(Register a, Register b, Register c) =>
        X86Base.IsSupported && !X86Fma.IsSupported ? SoftwareFma.Invoke(a, b, c) : Vector128.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Min(Register a, Register b) => Vector128.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Max(Register a, Register b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Sqrt(Register a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Abs(Register a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Negate(Register a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register And(Register a, Register b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register AndNot(Register a, Register notB) => Vector128.AndNot(a, notB);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Or(Register a, Register b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Xor(Register a, Register b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Less(Register a, Register b) => Vector128.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register LessOrEqual(Register a, Register b) => Vector128.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Equal(Register a, Register b) => Vector128.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Register mask) => Vector128.ExtractMostSignificantBits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Select(Register mask, Register whenSet, Register whenClear) =>
        Vector128.ConditionalSelect(mask, whenSet, whenClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ScaleByPowerOfTwo(Register a, Register n) => Transcendental.ScaleInTwoSteps<Register, Simd128>(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register FromInt(Register bits) => Vector128.ConvertToSingle(bits.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register AddInt(Register a, Register b) => (a.AsInt32() + b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register SubtractInt(Register a, Register b) => (a.AsInt32() - b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ShiftLeft(Register bits, [ConstantExpected] int count) => Vector128.ShiftLeft(bits.AsInt32(), count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ShiftRightArithmetic(Register bits, [ConstantExpected] int count) =>
        Vector128.ShiftRightArithmetic(bits.AsInt32(), count).AsSingle();
}
