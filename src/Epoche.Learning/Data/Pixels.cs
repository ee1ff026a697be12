using System.Numerics;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>Bytes as numbers.</summary>
internal static class Pixels
{
    /// <summary>value/255, correctly rounded, so the same on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ToUnitInterval(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        Vector<float> largest = new(255f);
        int i = 0;
        for (; i <= pixels.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Store(low, values[i..]);
            Store(high, values[(i + Vector<ushort>.Count)..]);
        }

        for (; i < pixels.Length; i++)
        {
            values[i] = pixels[i] / 255f;
        }

        void Store(Vector<ushort> numbers, Span<float> destination)
        {
            Vector.Widen(numbers, out Vector<uint> low, out Vector<uint> high);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(low)) / largest).CopyTo(destination);
            (Vector.ConvertToSingle(Vector.AsVectorInt32(high)) / largest).CopyTo(destination[Vector<float>.Count..]);
        }
    }
}
