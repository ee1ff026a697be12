using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche;

/// <summary>
/// Bytes divided by a number of steps, correctly rounded, hence the same bits at every vector width. A product with the reciprocal and one
/// correction of it give the quotient of all bytes and steps at a quarter of the cost of the division (Markstein 1990).
/// </summary>
internal static class PixelKernels
{
    private const int Lanes = 16;

    /// <summary>One frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Expand(ReadOnlySpan<byte> frame, float steps, Span<float> numbers)
    {
        numbers = numbers[..frame.Length];
        ref byte source = ref MemoryMarshal.GetReference(frame);
        ref float destination = ref MemoryMarshal.GetReference(numbers);
        Vector512<float> divisor = Vector512.Create(steps), reciprocal = Vector512<float>.One / divisor;
        int i = 0;
        for (; i <= frame.Length - Lanes; i += Lanes)
        {
            Store(Widen(Vector128.LoadUnsafe(ref source, (nuint)i)), divisor, reciprocal, ref destination, i);
        }

        for (; i < frame.Length; i++)
        {
            numbers[i] = frame[i] / steps;
        }
    }

    /// <summary>Four frames side by side: the numbers of a pixel, oldest frame first, then those of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Expand(
        ReadOnlySpan<byte> frame0, ReadOnlySpan<byte> frame1, ReadOnlySpan<byte> frame2, ReadOnlySpan<byte> frame3,
        float steps, Span<float> numbers)
    {
        int length = frame0.Length;
        frame1 = frame1[..length];
        frame2 = frame2[..length];
        frame3 = frame3[..length];
        numbers = numbers[..(4 * length)];
        ref byte source0 = ref MemoryMarshal.GetReference(frame0), source1 = ref MemoryMarshal.GetReference(frame1);
        ref byte source2 = ref MemoryMarshal.GetReference(frame2), source3 = ref MemoryMarshal.GetReference(frame3);
        ref float destination = ref MemoryMarshal.GetReference(numbers);
        Vector512<float> divisor = Vector512.Create(steps), reciprocal = Vector512<float>.One / divisor;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            // Sixteen pixels as words whose four bytes are the frames in order, which in memory is the order wanted.
            Vector512<uint> pixels = Widen(Vector128.LoadUnsafe(ref source0, (nuint)i))
                | (Widen(Vector128.LoadUnsafe(ref source1, (nuint)i)) << 8)
                | (Widen(Vector128.LoadUnsafe(ref source2, (nuint)i)) << 16)
                | (Widen(Vector128.LoadUnsafe(ref source3, (nuint)i)) << 24);
            Vector256<byte> lower = pixels.GetLower().AsByte(), upper = pixels.GetUpper().AsByte();
            Store(Widen(lower.GetLower()), divisor, reciprocal, ref destination, 4 * i);
            Store(Widen(lower.GetUpper()), divisor, reciprocal, ref destination, (4 * i) + Lanes);
            Store(Widen(upper.GetLower()), divisor, reciprocal, ref destination, (4 * i) + (2 * Lanes));
            Store(Widen(upper.GetUpper()), divisor, reciprocal, ref destination, (4 * i) + (3 * Lanes));
        }

        for (; i < length; i++)
        {
            numbers[4 * i] = frame0[i] / steps;
            numbers[(4 * i) + 1] = frame1[i] / steps;
            numbers[(4 * i) + 2] = frame2[i] / steps;
            numbers[(4 * i) + 3] = frame3[i] / steps;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Widen(Vector128<byte> bytes) =>
        Vector512.WidenLower(Vector512.WidenLower(bytes.ToVector256Unsafe().ToVector512Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector512<uint> pixels, Vector512<float> divisor, Vector512<float> reciprocal, ref float destination, int index)
    {
        Vector512<float> numerator = Vector512.ConvertToSingle(pixels.AsInt32()), quotient = numerator * reciprocal;
        Vector512<float> error = Vector512.FusedMultiplyAdd(-quotient, divisor, numerator);
        Vector512.FusedMultiplyAdd(error, reciprocal, quotient).StoreUnsafe(ref destination, (nuint)index);
    }
}
