using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Register = System.Runtime.Intrinsics.Vector512<float>;

namespace Epoche.Kernels;

/// <summary>512-bit registers.</summary>
internal readonly struct Simd512 : ISimd<Register>
{
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Register.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Load(ref readonly float source, nint offset) =>
        Vector512.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register value, ref float destination, nint offset) =>
        value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Register LoadPartial(ref readonly float source, nint offset, nint count, Register fill)
    {
        if (Avx512F.IsSupported)
        {
            fixed (float* start = &Unsafe.Add(ref Unsafe.AsRef(in source), offset))
            {
                return Avx512F.MaskLoad(start, FirstLanes(count), fill);
            }
        }

        return Vector512.Create(
            count >= 8 ? Simd256.Load(in source, offset) : Simd256.LoadPartial(in source, offset, count, fill.GetLower()),
            count > 8 ? Simd256.LoadPartial(in source, offset + 8, count - 8, fill.GetUpper()) : fill.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePartial(Register value, ref float destination, nint offset, nint count)
    {
        if (Avx512F.IsSupported)
        {
            fixed (float* start = &Unsafe.Add(ref destination, offset))
            {
                Avx512F.MaskStore(start, FirstLanes(count), value);
            }
        }
        else if (count >= 8)
        {
            Simd256.Store(value.GetLower(), ref destination, offset);
            Simd256.StorePartial(value.GetUpper(), ref destination, offset + 8, count - 8);
        }
        else
        {
            Simd256.StorePartial(value.GetLower(), ref destination, offset, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Gather(ref readonly float source, nint step) =>
        Simd256.Gather(in source, step).ToVector512Unsafe()
            .WithUpper(Simd256.Gather(in Unsafe.Add(ref Unsafe.AsRef(in source), 8 * step), step));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Register value, ref float destination, nint step)
    {
        Simd256.Scatter(value.GetLower(), ref destination, step);
        Simd256.Scatter(value.GetUpper(), ref Unsafe.Add(ref destination, 8 * step), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Create(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Bits(int value) => Vector512.Create(value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Add(Register a, Register b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Subtract(Register a, Register b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Multiply(Register a, Register b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Divide(Register a, Register b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Fma(Register a, Register b, Register c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Min(Register a, Register b) => Vector512.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Max(Register a, Register b) => Vector512.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Sqrt(Register a) => Vector512.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Abs(Register a) => Vector512.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Negate(Register a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register And(Register a, Register b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register AndNot(Register a, Register notB) => Vector512.AndNot(a, notB);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Or(Register a, Register b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Xor(Register a, Register b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Less(Register a, Register b) => Vector512.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register LessOrEqual(Register a, Register b) => Vector512.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Equal(Register a, Register b) => Vector512.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Register mask) => Vector512.ExtractMostSignificantBits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Select(Register mask, Register whenSet, Register whenClear) =>
        Vector512.ConditionalSelect(mask, whenSet, whenClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ScaleByPowerOfTwo(Register a, Register n) =>
        Avx512F.IsSupported ? Avx512F.Scale(a, n) : Transcendental.ScaleInTwoSteps<Register, Simd512>(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register FromInt(Register bits) => Vector512.ConvertToSingle(bits.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register AddInt(Register a, Register b) => (a.AsInt32() + b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register SubtractInt(Register a, Register b) => (a.AsInt32() - b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ShiftLeft(Register bits, [ConstantExpected] int count) => Vector512.ShiftLeft(bits.AsInt32(), count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ShiftRightArithmetic(Register bits, [ConstantExpected] int count) =>
        Vector512.ShiftRightArithmetic(bits.AsInt32(), count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Register FirstLanes(nint count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)count)).AsSingle();
}
