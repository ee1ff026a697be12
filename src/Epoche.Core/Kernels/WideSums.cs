using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <summary>Sums of a few rows of a matrix, column by column, each in one chain of single precision.</summary>
internal interface IColumnChains
{
    /// <summary>sums[c] = the sum of column first + c over the rows from <paramref name="row"/>.</summary>
    void Sum(nint row, nint rows, nint first, scoped Span<float> sums);
}

/// <summary>
/// Sums that are as exact for millions of numbers as for ten. A chain of single-precision additions loses up to half a unit in the last
/// place a step (0.1 added up a million times is .06% off), so chains end after 16 numbers and go on in double precision. Where a chain
/// ends depends on the number's index alone, never on threads or vector width.
/// </summary>
internal static class WideSums
{
    /// <summary>The longest chain in single precision.</summary>
    public const int Chain = 16;

    private const int MaxColumns = 256;

    [ThreadStatic]
    private static double[]? _scratch;

    /// <summary>Zeros for as many sums, until the thread asks again.</summary>
    public static Span<double> Zeros(int count)
    {
        if (_scratch is null || _scratch.Length < count)
        {
            _scratch = new double[Math.Max(1024, BitOperations.RoundUpToPowerOf2((uint)count))];
        }

        Span<double> sums = _scratch.AsSpan(0, count);
        sums.Clear();
        return sums;
    }

    /// <summary>sums[i] += x[i].</summary>
    public static void Add(ReadOnlySpan<float> x, Span<double> sums)
    {
        ref float px = ref MemoryMarshal.GetReference(x);
        ref double ps = ref MemoryMarshal.GetReference(sums[..x.Length]);
        nint i = 0, half = Vector<double>.Count;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref px, (nuint)i), out Vector<double> low, out Vector<double> high);
            (Vector.LoadUnsafe(ref ps, (nuint)i) + low).StoreUnsafe(ref ps, (nuint)i);
            (Vector.LoadUnsafe(ref ps, (nuint)(i + half)) + high).StoreUnsafe(ref ps, (nuint)(i + half));
        }

        for (; i < x.Length; i++)
        {
            Unsafe.Add(ref ps, i) += Unsafe.Add(ref px, i);
        }
    }

    /// <summary>y[i] = sums[i], rounded.</summary>
    public static void Store(ReadOnlySpan<double> sums, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (float)sums[i];
        }
    }

    /// <summary>y[i] += sums[i], rounded once.</summary>
    public static void AddTo(ReadOnlySpan<double> sums, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (float)(y[i] + sums[i]);
        }
    }

    /// <summary>y[c] = the sum of column c over all rows: chains of 16 rows, added up in double precision.</summary>
    [SkipLocalsInit]
    public static void OfColumns<TChains>(ref TChains chains, nint rows, Span<float> y)
        where TChains : struct, IColumnChains, allows ref struct
    {
        if (rows <= Chain)
        {
            chains.Sum(0, rows, 0, y);
            return;
        }

        Span<double> sums = stackalloc double[MaxColumns];
        Span<float> chain = stackalloc float[MaxColumns];
        for (int first = 0; first < y.Length; first += MaxColumns)
        {
            int columns = Math.Min(MaxColumns, y.Length - first);
            sums[..columns].Clear();
            for (nint row = 0; row < rows; row += Chain)
            {
                chains.Sum(row, nint.Min(Chain, rows - row), first, chain[..columns]);
                Add(chain[..columns], sums);
            }

            Store(sums, y.Slice(first, columns));
        }
    }
}
