using System.Runtime.CompilerServices;

namespace Epoche.Memory;

/// <summary>A pinned array with the offset at which a cache line starts, so that vectors loaded from it never straddle two lines.</summary>
internal readonly struct AlignedBuffer
{
    /// <summary>Floats in a cache line of 64 bytes.</summary>
    internal const int Line = 16;

    internal AlignedBuffer(int length)
    {
        Array = GC.AllocateArray<float>(length + Line, pinned: true);
        Offset = FirstAligned(Array);
        Length = length;
    }

    internal float[] Array { get; }

    internal int Offset { get; }

    internal int Length { get; }

    internal Span<float> Span => Array.AsSpan(Offset, Length);

    /// <summary>The next multiple of a line.</summary>
    internal static int RoundUp(int count) => (count + Line - 1) & -Line;

    private static unsafe int FirstAligned(float[] array)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref array[0]);
        return (int)((64 - (address & 63)) & 63) / sizeof(float);
    }
}
