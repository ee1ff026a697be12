using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// Row functions for few columns: as many rows as a register has lanes are turned on their side, so that ten columns cost ten vector
/// steps rather than a masked vector and two trees for every row.
/// </summary>
internal static partial class RowTiles
{
    /// <summary>Up to here a tile pays: it fits 2 KB of stack.</summary>
    public const int MaxColumns = 16;

    /// <summary>What is done to a tile [cols, lanes].</summary>
    internal interface ITile
    {
        /// <summary>Whether a row gives one value, else as many as it has columns.</summary>
        static abstract bool Reduces { get; }

        /// <summary>Replaces tile a (the first operand) by the result; b is the second operand, if there is one.</summary>
        static abstract void Invoke<V, S>(ref float a, ref float b, nint cols)
            where V : struct
            where S : ISimd<V>;
    }

    public static void Run<TTile>(ReadOnlySpan<float> x, ReadOnlySpan<float> g, int rows, int cols, Span<float> y)
        where TTile : struct, ITile
    {
        if (cols == 0)
        {
            return;
        }

        ref float px = ref MemoryMarshal.GetReference(x), pg = ref MemoryMarshal.GetReference(g), py = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
        {
            Tiles<TTile, Vector512<float>, Simd512>(ref px, ref pg, g.IsEmpty, rows, cols, ref py);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Tiles<TTile, Vector256<float>, Simd256>(ref px, ref pg, g.IsEmpty, rows, cols, ref py);
        }
        else
        {
            Tiles<TTile, Vector128<float>, Simd128>(ref px, ref pg, g.IsEmpty, rows, cols, ref py);
        }
    }

    public static void Check(int source, int result, int rows, int cols)
    {
        if (source != (long)rows * cols || result != source)
        {
            throw new ArgumentException(
                $"A function of the rows of [{rows}, {cols}] takes {(long)rows * cols} elements; received {source} and {result}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static void Tiles<TTile, V, S>(ref float x, ref float g, bool single, nint rows, nint cols, ref float y)
        where TTile : struct, ITile
        where V : struct
        where S : ISimd<V>
    {
        Unsafe.SkipInit(out Tile first);
        Unsafe.SkipInit(out Tile second);
        ref float a = ref Unsafe.As<Tile, float>(ref first), b = ref Unsafe.As<Tile, float>(ref second);
        for (nint r = 0; r < rows; r += S.Width)
        {
            nint lanes = nint.Min(S.Width, rows - r), at = r * cols;
            Turn<V, S>(ref Unsafe.Add(ref x, at), lanes, cols, ref a);
            if (!single)
            {
                Turn<V, S>(ref Unsafe.Add(ref g, at), lanes, cols, ref b);
            }

            TTile.Invoke<V, S>(ref a, ref b, cols);
            if (TTile.Reduces)
            {
                MemoryMarshal.CreateReadOnlySpan(ref a, (int)lanes).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, r), (int)lanes));
            }
            else
            {
                TurnBack<V, S>(ref a, lanes, cols, ref Unsafe.Add(ref y, at));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<V, S>(ref float source, nint lanes, nint cols, ref float tile)
        where V : struct
        where S : ISimd<V>
    {
        if (lanes == S.Width)
        {
            for (nint c = 0; c < cols; c++)
            {
                S.Store(S.Gather(in Unsafe.Add(ref source, c), cols), ref tile, c * S.Width);
            }

            return;
        }

        for (nint c = 0; c < cols; c++)
        {
            S.Store(S.Create(0), ref tile, c * S.Width); // no leftovers in the idle lanes: denormals there would cost time
        }

        for (nint lane = 0; lane < lanes; lane++)
        {
            for (nint c = 0; c < cols; c++)
            {
                Unsafe.Add(ref tile, (c * S.Width) + lane) = Unsafe.Add(ref source, (lane * cols) + c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnBack<V, S>(ref float tile, nint lanes, nint cols, ref float destination)
        where V : struct
        where S : ISimd<V>
    {
        if (lanes == S.Width)
        {
            for (nint c = 0; c < cols; c++)
            {
                S.Scatter(S.Load(in tile, c * S.Width), ref Unsafe.Add(ref destination, c), cols);
            }

            return;
        }

        for (nint lane = 0; lane < lanes; lane++)
        {
            for (nint c = 0; c < cols; c++)
            {
                Unsafe.Add(ref destination, (lane * cols) + c) = Unsafe.Add(ref tile, (c * S.Width) + lane);
            }
        }
    }

    [InlineArray(16 * MaxColumns)]
    [SuppressMessage("Style", "IDE0044", Justification = "The field of an inline array is written through its index.")]
    private struct Tile
    {
        private float _first;
    }
}
