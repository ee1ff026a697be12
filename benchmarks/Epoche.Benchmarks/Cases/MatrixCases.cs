using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche.Benchmarks.Cases;

/// <summary>Matrix products: squares, and those of the networks that matter here.</summary>
internal static class MatrixCases
{
    public static IEnumerable<BenchCase> All =>
    [
        .. new[] { 64, 128, 256, 512, 1024 }
            .Select(size => Product($"gemm-{size}", $"matrix product {size}³", size, size, size) with { HasPeer = true }),
        Product("gemm-dqn-forward", "64×256 · 256×256, bias, relu", 64, 256, 256, bias: true),
        Product("gemm-dqn-kernel", "its gradient by the kernel", 256, 256, 64, transposeA: true),
        Product("gemm-dqn-input", "its gradient by the input", 64, 256, 256, transposeB: true),
        Product("gemm-act", "1×256 · 256×256, bias, relu", 1, 256, 256, bias: true),
        Product("gemm-mnist-forward", "128×784 · 784×1024, bias, relu", 128, 1024, 784, bias: true),
        Product("gemm-mnist-kernel", "its gradient by the kernel", 784, 1024, 128, transposeA: true),
        Product("gemm-tokens-forward", "1024×64 · 64×256, bias", 1024, 256, 64, bias: true),
        Product("gemm-tokens-kernel", "its gradient by the kernel", 64, 256, 1024, transposeA: true),
    ];

    private static BenchCase Product(
        string name, string what, int m, int n, int k, bool transposeA = false, bool transposeB = false, bool bias = false) =>
        new(name, what, () => Step(m, n, k, transposeA, transposeB, bias)) { Flops = 2.0 * m * n * k };

    private static Action Step(int m, int n, int k, bool transposeA, bool transposeB, bool withBias)
    {
        AlignedBuffer a = Filled(m * k), b = Filled(k * n), c = new(m * n), bias = Filled(n);
        int lda = transposeA ? m : k, ldb = transposeB ? k : n;
        return () => Gemm.Multiply(
            m, n, k, a.Span, lda, transposeA, b.Span, ldb, transposeB, c.Span, n,
            bias: withBias ? bias.Span : default, epilogue: withBias ? Epilogue.Relu : Epilogue.None);
    }

    private static AlignedBuffer Filled(int length)
    {
        AlignedBuffer buffer = new(length);
        Rng rng = new((ulong)length);
        foreach (ref float value in buffer.Span)
        {
            value = rng.NextSingle(-1, 1);
        }

        return buffer;
    }
}
