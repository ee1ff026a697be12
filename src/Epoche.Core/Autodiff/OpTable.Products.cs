using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>op(A)·op(B); leading axes of A alone, or equal ones of both, are batches.</summary>
    internal static readonly Op MatMul = new("matmul", MatMulShape, MatMulForward, MatMulGradient);

    private static IEnumerable<Op> Products => [MatMul];

    private static Shape MatMulShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        (bool ta, bool tb) = arguments.Product;
        if (a.Rank < 2 || b.Rank < 2)
        {
            throw new ArgumentException(
                $"A matrix product needs two axes at least on both sides; received {a} and {b}. Reshape a vector to [1, n] or [n, 1].");
        }

        int inner = ta ? a[-2] : a[-1];
        if (inner != (tb ? b[-1] : b[-2]) || (b.Rank > 2 && !SameBatch(a, b)) || (b.Rank == 2 && a.Rank > 2 && ta))
        {
            throw new ArgumentException(
                $"The shapes do not fit a matrix product: {a}{(ta ? " transposed" : string.Empty)} and "
                + $"{b}{(tb ? " transposed" : string.Empty)}. The last axis of the first must equal the second-last of the second, "
                + "and leading axes must agree.");
        }

        Span<int> sizes = stackalloc int[a.Rank];
        a.CopyTo(sizes);
        sizes[^2] = ta ? a[-1] : a[-2];
        sizes[^1] = tb ? b[-2] : b[-1];
        return Shape.Create(sizes);
    }

    private static bool SameBatch(Shape a, Shape b)
    {
        bool same = a.Rank == b.Rank;
        for (int i = 0; same && i < a.Rank - 2; i++)
        {
            same = a[i] == b[i];
        }

        return same;
    }

    /// <summary>The products a call consists of: how many, and m, n, k of each. Leading axes of A join its rows when B has none.</summary>
    private static (int Batches, int M, int N, int K) Sizes(Shape a, Shape b, Shape y, bool transposeA)
    {
        int k = transposeA ? a[-2] : a[-1], n = y[-1];
        int batches = 1;
        for (int i = 0; b.Rank > 2 && i < b.Rank - 2; i++)
        {
            batches *= b[i];
        }

        int m = n == 0 || batches == 0 ? 0 : y.ElementCount / (n * batches);
        return (batches, m, n, k);
    }

    private static void MatMulForward(OpCall c)
    {
        (bool ta, bool tb) = c.Arguments.Product;
        (int batches, int m, int n, int k) = Sizes(c.Inputs[0].Shape, c.Inputs[1].Shape, c.Output.Shape, ta);
        for (int i = 0; i < batches; i++)
        {
            Gemm.Multiply(m, n, k, c.A[(i * m * k)..], ta ? m : k, ta, c.B[(i * k * n)..], tb ? k : n, tb, c.Y[(i * m * n)..], n);
        }
    }

    private static void MatMulGradient(GradientCall g)
    {
        (bool ta, bool tb) = g.Arguments.Product;
        (int batches, int m, int n, int k) = Sizes(g.A.Shape, g.B.Shape, g.Y.Shape, ta);
        Span<float> dA = g.Needs(0) ? g.Destination(0, out bool addA) : Nothing(out addA);
        Span<float> dB = g.Needs(1) ? g.Destination(1, out bool addB) : Nothing(out addB);
        for (int i = 0; i < batches; i++)
        {
            ReadOnlySpan<float> a = g.A.Values[(i * m * k)..], b = g.B.Values[(i * k * n)..], dy = g.dY.Values[(i * m * n)..];
            if (g.Needs(0) && !ta)
            {
                Gemm.Multiply(m, k, n, dy, n, false, b, tb ? k : n, !tb, dA[(i * m * k)..], k, addA); // dA = dY·op(B)ᵀ
            }
            else if (g.Needs(0))
            {
                Gemm.Multiply(k, m, n, b, tb ? k : n, tb, dy, n, true, dA[(i * m * k)..], m, addA); // dAᵀ = op(B)·dYᵀ
            }

            if (g.Needs(1) && !tb)
            {
                Gemm.Multiply(k, n, m, a, ta ? m : k, !ta, dy, n, false, dB[(i * k * n)..], n, addB); // dB = op(A)ᵀ·dY
            }
            else if (g.Needs(1))
            {
                Gemm.Multiply(n, k, m, dy, n, true, a, ta ? m : k, ta, dB[(i * k * n)..], k, addB); // dBᵀ = dYᵀ·op(A)
            }
        }
    }

    private static Span<float> Nothing(out bool accumulate)
    {
        accumulate = false;
        return [];
    }
}
