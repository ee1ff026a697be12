using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// Sums, products and extremes of spans. A sum runs in 16 virtual lanes (element i goes to lane i mod 16) whose results meet in
/// one fixed tree, so it has the same bits at every vector width; every 256 elements the tree's result goes on in double precision, so it
/// is as exact for millions as for ten.
/// </summary>
internal static partial class Reduce
{
    /// <summary>The length from which a sum of squares is cut into blocks, and the most blocks.</summary>
    private const int LeastBlock = 8192, MaxBlocks = 64;

    /// <summary>Σ x.</summary>
    public static float Sum(ReadOnlySpan<float> x) => Over<SumReduction>(x, x);

    /// <summary>
    /// Σ x². Beyond 8,192 values it is the sum of the sums of up to 64 equal blocks, cut by the length alone, which threads share.
    /// </summary>
    public static float SumOfSquares(ReadOnlySpan<float> x)
    {
        if (x.Length <= LeastBlock)
        {
            return Over<DotReduction>(x, x);
        }

        int length = Math.Max(LeastBlock, (((x.Length + MaxBlocks - 1) / MaxBlocks) + 15) & -16);
        int count = (x.Length + length - 1) / length;
        Span<float> sums = stackalloc float[count];
        Workers.For(count, new SquareBlocks { X = x, Sums = sums, Length = length });
        return Sum(sums);
    }

    /// <summary>Σ x·y.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"A dot product takes spans of equal length; received {x.Length} and {y.Length}.");
        }

        return Over<DotReduction>(x, y);
    }

    /// <summary>The largest value, −∞ for none; NaN if there is one.</summary>
    public static float Max(ReadOnlySpan<float> x) => Over<MaxReduction>(x, x);

    /// <summary>The smallest value, +∞ for none; NaN if there is one.</summary>
    public static float Min(ReadOnlySpan<float> x) => Over<MinReduction>(x, x);

    /// <summary>Whether no value is infinite or NaN.</summary>
    public static bool IsFinite(ReadOnlySpan<float> x) => Over<NonFiniteReduction>(x, x) == 0;

    /// <summary>Whether all values lie strictly between two. Threads share long spans.</summary>
    public static bool IsBetween(ReadOnlySpan<float> x, float low, float high)
    {
        int parts = (x.Length + LeastBlock - 1) / LeastBlock;
        bool outside = false;
        Workers.For(parts, new BetweenBlocks { X = x, Low = low, High = high, Outside = ref outside });
        return !outside;
    }

    /// <summary>Σ e^(x − shift).</summary>
    internal static float SumOfExponentials(ReadOnlySpan<float> x, float shift) =>
        Over<ShiftedExponentialSum, Elementwise.Same>(ref MemoryMarshal.GetReference(x), ref shift, x.Length);

    private static float Over<TReduction>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TReduction : struct, IReduction =>
        Over<TReduction, Elementwise.Each>(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), x.Length);

    private static float Over<TReduction, TY>(ref float x, ref float y, nint count)
        where TReduction : struct, IReduction
        where TY : Elementwise.IOperand =>
        Vector512.IsHardwareAccelerated ? Lanes<TReduction, TY, Vector512<float>, Simd512>(ref x, ref y, count)
        : Vector256.IsHardwareAccelerated ? Lanes<TReduction, TY, Vector256<float>, Simd256>(ref x, ref y, count)
        : Lanes<TReduction, TY, Vector128<float>, Simd128>(ref x, ref y, count);

    private ref struct BetweenBlocks : IParallelBody
    {
        public ReadOnlySpan<float> X;
        public float Low, High;
        public ref bool Outside;

        public void Run(int part)
        {
            int start = part * LeastBlock;
            ReadOnlySpan<float> block = X.Slice(start, Math.Min(LeastBlock, X.Length - start));
            ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(block);
            Vector<int> inside = Vector<int>.AllBitsSet;
            foreach (Vector<float> vector in vectors)
            {
                inside &= Vector.GreaterThan(vector, new Vector<float>(Low)) & Vector.LessThan(vector, new Vector<float>(High));
            }

            bool all = Vector.EqualsAll(inside, Vector<int>.AllBitsSet);
            foreach (float value in block[(vectors.Length * Vector<float>.Count)..])
            {
                all &= value > Low && value < High;
            }

            if (!all)
            {
                Outside = true; // by any thread: it is never taken back
            }
        }
    }

    private ref struct SquareBlocks : IParallelBody
    {
        public ReadOnlySpan<float> X;
        public Span<float> Sums;
        public int Length;

        public void Run(int part)
        {
            int start = part * Length;
            ReadOnlySpan<float> block = X.Slice(start, Math.Min(Length, X.Length - start));
            Sums[part] = Over<DotReduction>(block, block);
        }
    }
}
