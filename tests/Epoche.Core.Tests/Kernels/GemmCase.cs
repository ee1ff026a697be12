using System.Runtime.InteropServices;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

internal delegate void Product(
    int m, int n, int k, ReadOnlySpan<float> a, int lda, bool transposeA, ReadOnlySpan<float> b, int ldb, bool transposeB,
    Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias, Epilogue epilogue);

/// <summary>One product with its operands and the result that the definition gives.</summary>
internal sealed class GemmCase
{
    private readonly int _m, _n, _k, _lda, _ldb, _ldc;
    private readonly bool _transposeA, _transposeB, _accumulate;
    private readonly Epilogue _epilogue;
    private readonly float[] _a, _b, _c, _bias, _expected;

    /// <summary>
    /// The five low bits of <paramref name="kind"/> choose transpositions, accumulation, bias and relu; every row is followed by
    /// <paramref name="padding"/> values.
    /// </summary>
    /// <param name="zeros">How many of 16 values of A are 0, on average.</param>
    /// <param name="b">Takes the place of some values of B.</param>
    public GemmCase(int m, int n, int k, int kind, int padding, ref Rng rng, int zeros = 0, params ReadOnlySpan<float> b)
    {
        (_m, _n, _k) = (m, n, k);
        (_transposeA, _transposeB, _accumulate) = ((kind & 1) != 0, (kind & 2) != 0, (kind & 4) != 0);
        _epilogue = (kind & 16) != 0 ? Epilogue.Relu : Epilogue.None;
        (_lda, _ldb, _ldc) = ((_transposeA ? m : k) + padding, (_transposeB ? k : n) + padding, n + padding);
        _a = Values((_transposeA ? k : m) * _lda, ref rng);
        _b = Values((_transposeB ? n : k) * _ldb, ref rng);
        foreach (ref float value in _a.AsSpan())
        {
            value = rng.NextInt(16) < zeros ? value < 0 ? -0f : 0 : value;
        }

        foreach (float value in b)
        {
            _b[rng.NextInt(_b.Length)] = value;
        }

        _c = Values(m * _ldc, ref rng);
        _bias = (kind & 8) != 0 ? Values(n, ref rng) : [];
        _expected = (float[])_c.Clone();
        Define();
    }

    public static GemmCase Random(ref Rng rng, int minColumns = 1)
    {
        int m = 1 + rng.NextInt(rng.NextInt(3) == 0 ? 90 : 20);
        int n = minColumns + rng.NextInt(rng.NextInt(3) == 0 ? 200 : 40);
        int k = rng.NextInt(rng.NextInt(10) == 0 ? 900 : 70);
        return new GemmCase(m, n, k, rng.NextInt(32), rng.NextInt(3), ref rng);
    }

    /// <summary>Uniform in [-1, 1), so that sums cancel and each rounding shows.</summary>
    public static float[] Values(int count, ref Rng rng)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = rng.NextSingle(-1, 1);
        }

        return values;
    }

    /// <summary>Compares all bits of C; returns one element of it.</summary>
    public float Check(Product product)
    {
        float[] c = (float[])_c.Clone();
        product(_m, _n, _k, _a, _lda, _transposeA, _b, _ldb, _transposeB, c, _ldc, _accumulate, _bias, _epilogue);
        int same = MemoryMarshal.Cast<float, int>(_expected).CommonPrefixLength(MemoryMarshal.Cast<float, int>(c));
        Assert.True(
            same == c.Length,
            $"{_m}x{_n}x{_k} transposed {_transposeA} {_transposeB} strides {_lda} {_ldb} {_ldc} accumulate {_accumulate} bias "
            + $"{_bias.Length} {_epilogue}: " +
            (same == c.Length ? "" : $"at [{same / _ldc},{same % _ldc}] expected {_expected[same]:R}, received {c[same]:R}"));
        return c[c.Length / 2];
    }

    /// <summary>Compares C bit by bit where it is a number, and NaN with NaN, which have many bit patterns.</summary>
    public void CheckNumbers(Product product)
    {
        float[] c = (float[])_c.Clone();
        product(_m, _n, _k, _a, _lda, _transposeA, _b, _ldb, _transposeB, c, _ldc, _accumulate, _bias, _epilogue);
        Assert.Contains(c, float.IsNaN);
        Assert.Equal(_expected.Select(BitsOf), c.Select(BitsOf));

        static int BitsOf(float value) => BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NaN : value);
    }

    private void Define()
    {
        int cut = CutChain.Steps(_k);
        for (int i = 0; i < _m; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                CutChain chain = new(_accumulate ? _c[(i * _ldc) + j] : 0);
                for (int p = 0; p < _k; p++)
                {
                    if (p > 0 && p % cut == 0)
                    {
                        chain.Cut();
                    }

                    chain.Step(
                        _transposeA ? _a[(p * _lda) + i] : _a[(i * _lda) + p], _transposeB ? _b[(j * _ldb) + p] : _b[(p * _ldb) + j]);
                }

                chain.Cut();
                float sum = chain.Sum();
                sum = _bias.Length == 0 ? sum : sum + _bias[j];
                _expected[(i * _ldc) + j] = _epilogue == Epilogue.Relu && sum <= 0 ? 0 : sum;
            }
        }
    }
}
