using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <summary>The buffers that a thread packs operands into: pinned, aligned to a cache line, kept from one product to the next.</summary>
internal unsafe struct GemmScratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static GemmScratch _left, _right, _result, _patches, _kernel, _step, _lists, _strip, _part, _rest;

    private float[]? _array;
    private float* _start;
    private int _length;

    /// <summary>Room for packed rows of A.</summary>
    public static float* Left(int length) => _left.Reserve(length);

    /// <summary>Room for packed strips of B.</summary>
    public static float* Right(int length) => _right.Reserve(length);

    /// <summary>Room for a result that is not yet where it belongs.</summary>
    public static float* Result(int length) => _result.Reserve(length);

    /// <summary>Room for a block of a convolution's patches.</summary>
    public static float* Patches(int length) => _patches.Reserve(length);

    /// <summary>Room for the transposed kernel of a convolution or a recurrence.</summary>
    public static float* Kernel(int length) => _kernel.Reserve(length);

    /// <summary>Room for the products of one step of a recurrence.</summary>
    public static float* Step(int length) => _step.Reserve(length);

    /// <summary>Room for the lists of a sparse operand.</summary>
    public static float* Lists(int length) => _lists.Reserve(length);

    /// <summary>Room for a packed strip beside a sparse operand, and its sums.</summary>
    public static float* Strip(int length) => _strip.Reserve(length);

    /// <summary>Room for one cut of long chains.</summary>
    public static float* Part(int length) => _part.Reserve(length);

    /// <summary>Room for what the sums of cuts have been rounded by.</summary>
    public static float* Rest(int length) => _rest.Reserve(length);

    private float* Reserve(int length)
    {
        if (length > _length)
        {
            Grow(length);
        }

        return _start;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int length)
    {
        length = (int)Math.Max(4096, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length));
        _array = GC.AllocateUninitializedArray<float>(length + (Alignment / sizeof(float)), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
        _start = (float*)((address + (Alignment - 1)) & ~(nuint)(Alignment - 1));
        _length = length;
    }
}
