using System.Buffers;

namespace Epoche.Kernels;

/// <summary>Running sums and orders along an axis.</summary>
internal static class Orders
{
    private const uint SignBit = 0x8000_0000;

    /// <summary>y[o, j, n] = Σ x[o, i, n] over i ≤ j, or over i ≥ j; in that order.</summary>
    public static void CumulativeSum(ReadOnlySpan<float> x, int outer, int length, int inner, bool fromTheEnd, Span<float> y)
    {
        for (int o = 0; o < outer; o++)
        {
            int line = o * length * inner;
            for (int j = 0; j < length; j++)
            {
                int at = line + ((fromTheEnd ? length - 1 - j : j) * inner), before = fromTheEnd ? at + inner : at - inner;
                for (int n = 0; n < inner; n++)
                {
                    y[at + n] = j == 0 ? x[at + n] : y[before + n] + x[at + n];
                }
            }
        }
    }

    /// <summary>
    /// y[o, j, n] = where the j-th smallest (or largest) of x[o, ·, n] stands; of equals the first comes first. NaN counts as the largest.
    /// </summary>
    public static void ArgSort(ReadOnlySpan<float> x, int outer, int length, int inner, bool descending, Span<float> y)
    {
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(Math.Max(1, length));
        for (int o = 0; o < outer; o++)
        {
            for (int n = 0; n < inner; n++)
            {
                int line = (o * length * inner) + n;
                for (int j = 0; j < length; j++)
                {
                    uint order = Ascending(x[line + (j * inner)]);
                    keys[j] = ((ulong)(descending ? ~order : order) << 32) | (uint)j;
                }

                keys.AsSpan(0, length).Sort();
                for (int j = 0; j < length; j++)
                {
                    y[line + (j * inner)] = (uint)keys[j];
                }
            }
        }

        ArrayPool<ulong>.Shared.Return(keys);
    }

    /// <summary>A whole number that is larger for a larger float; of both zeros the same.</summary>
    private static uint Ascending(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return float.IsNaN(value) ? uint.MaxValue : (bits & SignBit) != 0 ? ~bits : bits | SignBit;
    }
}
