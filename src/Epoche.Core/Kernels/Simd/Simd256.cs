using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Register = System.Runtime.Intrinsics.Vector256<float>;

namespace Epoche.Kernels;

/// <summary>256-bit registers.</summary>
internal readonly struct Simd256 : ISimd<Register>
{
    public static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Register.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Load(ref readonly float source, nint offset) =>
        Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Register value, ref float destination, nint offset) =>
        value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Register LoadPartial(ref readonly float source, nint offset, nint count, Register fill)
    {
        if (Avx.IsSupported)
        {
            fixed (float* start = &Unsafe.Add(ref Unsafe.AsRef(in source), offset))
            {
                Register mask = FirstLanes(count);
                return Select(mask, Avx.MaskLoad(start, mask), fill);
            }
        }

        return Vector256.Create(
            count >= 4 ? Simd128.Load(in source, offset) : Simd128.LoadPartial(in source, offset, count, fill.GetLower()),
            count > 4 ? Simd128.LoadPartial(in source, offset + 4, count - 4, fill.GetUpper()) : fill.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePartial(Register value, ref float destination, nint offset, nint count)
    {
        if (Avx.IsSupported)
        {
            fixed (float* start = &Unsafe.Add(ref destination, offset))
            {
                Avx.MaskStore(start, FirstLanes(count), value);
            }
        }
        else if (count >= 4)
        {
            Simd128.Store(value.GetLower(), ref destination, offset);
            Simd128.StorePartial(value.GetUpper(), ref destination, offset + 4, count - 4);
        }
        else
        {
            Simd128.StorePartial(value.GetLower(), ref destination, offset, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Gather(ref readonly float source, nint step) =>
        Simd128.Gather(in source, step).ToVector256Unsafe()
            .WithUpper(Simd128.Gather(in Unsafe.Add(ref Unsafe.AsRef(in source), 4 * step), step));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Register value, ref float destination, nint step)
    {
        Simd128.Scatter(value.GetLower(), ref destination, step);
        Simd128.Scatter(value.GetUpper(), ref Unsafe.Add(ref destination, 4 * step), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Create(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Bits(int value) => Vector256.Create(value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Add(Register a, Register b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Subtract(Register a, Register b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Multiply(Register a, Register b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Divide(Register a, Register b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Fma(Register a, Register b, Register c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Min(Register a, Register b) => Vector256.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Max(Register a, Register b) => Vector256.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Sqrt(Register a) => Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Abs(Register a) => Vector256.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Negate(Register a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register And(Register a, Register b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register AndNot(Register a, Register notB) => Vector256.AndNot(a, notB);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Or(Register a, Register b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Xor(Register a, Register b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Less(Register a, Register b) => Vector256.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register LessOrEqual(Register a, Register b) => Vector256.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Equal(Register a, Register b) => Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Register mask) => Vector256.ExtractMostSignificantBits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register Select(Register mask, Register whenSet, Register whenClear) =>
        Vector256.ConditionalSelect(mask, whenSet, whenClear);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ScaleByPowerOfTwo(Register a, Register n) => Transcendental.ScaleInTwoSteps<Register, Simd256>(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register FromInt(Register bits) => Vector256.ConvertToSingle(bits.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register AddInt(Register a, Register b) => (a.AsInt32() + b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register SubtractInt(Register a, Register b) => (a.AsInt32() - b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ShiftLeft(Register bits, [ConstantExpected] int count) => Vector256.ShiftLeft(bits.AsInt32(), count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Register ShiftRightArithmetic(Register bits, [ConstantExpected] int count) =>
        Vector256.ShiftRightArithmetic(bits.AsInt32(), count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Register FirstLanes(nint count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)count)).AsSingle();
}
