using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Epoche.Tuning;

/// <summary>Loops over numbers in double precision, four at a time in a fixed order: the same bits whatever the processor.</summary>
internal static class Vectors
{
    /// <summary>Σ aᵢ·bᵢ.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        ref double x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b);
        Vector256<double> even = Vector256<double>.Zero, odd = Vector256<double>.Zero;
        nuint i = 0, n = (nuint)a.Length;
        for (; i + 8 <= n; i += 8)
        {
            even += Vector256.LoadUnsafe(ref x, i) * Vector256.LoadUnsafe(ref y, i);
            odd += Vector256.LoadUnsafe(ref x, i + 4) * Vector256.LoadUnsafe(ref y, i + 4);
        }

        Vector256<double> four = even + odd;
        double sum = (four[0] + four[1]) + (four[2] + four[3]);
        for (; i < n; i++)
        {
            sum += a[(int)i] * b[(int)i];
        }

        return sum;
    }

    /// <summary>yᵢ += scale·xᵢ.</summary>
    public static void AddScaled(Span<double> y, ReadOnlySpan<double> x, double scale)
    {
        x = x[..y.Length];
        ref double from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        Vector256<double> factor = Vector256.Create(scale);
        nuint i = 0, n = (nuint)y.Length;
        for (; i + 4 <= n; i += 4)
        {
            (Vector256.LoadUnsafe(ref to, i) + (factor * Vector256.LoadUnsafe(ref from, i))).StoreUnsafe(ref to, i);
        }

        for (; i < n; i++)
        {
            y[(int)i] += scale * x[(int)i];
        }
    }

    /// <summary>yᵢ += (xᵢ − from)².</summary>
    public static void AddSquaredDifference(Span<double> y, ReadOnlySpan<double> x, double from)
    {
        x = x[..y.Length];
        ref double source = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        Vector256<double> origin = Vector256.Create(from);
        nuint i = 0, n = (nuint)y.Length;
        for (; i + 4 <= n; i += 4)
        {
            Vector256<double> difference = Vector256.LoadUnsafe(ref source, i) - origin;
            (Vector256.LoadUnsafe(ref to, i) + (difference * difference)).StoreUnsafe(ref to, i);
        }

        for (; i < n; i++)
        {
            double difference = x[(int)i] - from;
            y[(int)i] += difference * difference;
        }
    }
}
