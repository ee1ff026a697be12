namespace Epoche.Kernels;

/// <content>Sine and cosine in double precision, for every finite angle.</content>
internal static partial class ScalarMath
{
    private const double HalfPiHigh = 1.5707963267948966, HalfPiMiddle = 6.123233995736766e-17, HalfPiLow = -1.4973849048591698e-33;

    private const double MinusSixth = -1.0 / 6, MinusSixthRest = -9.25185853854297e-18; // the two words of −1/6

    /// <summary>
    /// Below this the angle is reduced by three words of π/2 (Cody and Waite), from here on by as many bits of
    /// 2/π as it takes (Payne and Hanek).
    /// </summary>
    private const double NearLimit = 1 << 20;

    /// <summary>64 zeros, then the first 1280 bits of 2/π.</summary>
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c,
        0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f,
        0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08,
        0x56033046fc7b6bab, 0xf0cfbc209af4361d,
    ];

    /// <summary>sin x and cos x, x in radians; NaN for infinite x.</summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        double r, rest;
        int quarter;
        if (Math.Abs(x) < NearLimit)
        {
            // x = n·π/2 + r + rest. The first difference is exact; what the second rounds off goes to the rest.
            double n = Math.Round(x * 0.6366197723675814);
            double first = Math.FusedMultiplyAdd(n, -HalfPiHigh, x);
            double product = n * HalfPiMiddle;
            r = first - product;
            rest = Error(first, product, r) - Fma(n, HalfPiLow, Fma(n, HalfPiMiddle, -product));
            quarter = (int)n;
        }
        else if (double.IsFinite(x))
        {
            quarter = ReduceFar(x, out r, out rest);
        }
        else
        {
            return (double.NaN, double.NaN);
        }

        (double sin, double cos) = x == 0 ? (x, 1) : Reduced(r, rest);
        return (quarter & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>What a − b lost when it was rounded to the difference (Knuth's two-sum).</summary>
    private static double Error(double a, double b, double difference)
    {
        double virtualB = a - difference;
        return (a - (difference + virtualB)) + (virtualB - b);
    }

    /// <summary>
    /// Taylor series for |r| ≤ π/4 with the leading terms in two words each, so that hardly more than the final rounding is left: within
    /// 0.52 ulp, and correctly rounded for all but one in some 10,000 angles below a quarter. Simulations need that: a CartPole magnifies
    /// one wrong last bit by 10¹⁷ within 500 steps, so two implementations stay together only where both round as mathematics does.
    /// </summary>
    private static (double Sin, double Cos) Reduced(double r, double rest)
    {
        double z = r * r, zRest = Fma(r, r, -z) + (2 * r * rest);

        // sin r = r + r·z·(−1/6 + s)
        double s = Fma(-1.0 / 1307674368000, z, 1.0 / 6227020800);
        s = Fma(s, z, -1.0 / 39916800);
        s = Fma(s, z, 1.0 / 362880);
        s = Fma(s, z, -1.0 / 5040);
        s = Fma(s, z, 1.0 / 120) * z;
        double factor = MinusSixth + s, factorRest = s - (factor - MinusSixth) + MinusSixthRest;
        double square = z * factor, squareRest = Fma(z, factor, -square) + Fma(z, factorRest, zRest * factor);
        double cube = r * square, cubeRest = Fma(r, square, -cube) + Fma(r, squareRest, rest * square);
        double sin = r + cube;
        sin += cube - (sin - r) + (cubeRest + rest);

        // cos r = 1 − z/2 + z²·c
        double c = Fma(1.0 / 20922789888000, z, -1.0 / 87178291200);
        c = Fma(c, z, 1.0 / 479001600);
        c = Fma(c, z, -1.0 / 3628800);
        c = Fma(c, z, 1.0 / 40320);
        c = Fma(c, z, -1.0 / 720);
        c = Fma(c, z, 1.0 / 24);
        double half = 0.5 * z, one = 1 - half;
        double cos = one + (1 - one - half + Fma(z * z, c, -0.5 * zRest));
        return (sin, cos);
    }

    /// <summary>
    /// x = m·2ᵉ. The bits of 2/π that weigh 4 or more after the product only add whole turns, those 192 places further on nothing that a
    /// double could show; so 192 bits, starting where the product weighs 2, give the quarter turn and the fraction.
    /// </summary>
    private static int ReduceFar(double x, out double r, out double rest)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        ulong mantissa = ((ulong)bits & 0xFFFFFFFFFFFFF) | (1UL << 52);

        int start = exponent - 2 + 64;
        ulong high = Window(start), middle = Window(start + 64), low = Window(start + 128);
        ulong carry = Math.BigMul(mantissa, low, out ulong p0);
        UInt128 p1 = ((UInt128)mantissa * middle) + carry;
        ulong p2 = (mantissa * high) + (ulong)(p1 >> 64);

        int quarter = (int)(p2 >> 62);
        UInt128 fraction = new((p2 << 2) | ((ulong)p1 >> 62), ((ulong)p1 << 2) | (p0 >> 62));
        bool negative = (Int128)fraction < 0; // above a half: the next quarter turn is nearer
        quarter += negative ? 1 : 0;
        UInt128 magnitude = negative ? UInt128.Zero - fraction : fraction;

        // The leading 53 bits and the next 53, times π/2 in two words.
        int zeros = (int)UInt128.LeadingZeroCount(magnitude);
        UInt128 normal = magnitude << zeros;
        double scale = PowerOfTwo(-zeros - 1);
        double a = (ulong)(normal >> 75) * (1.0 / (1UL << 52)) * scale;
        double b = (ulong)((normal >> 22) & ((1UL << 53) - 1)) * (1.0 / (1UL << 52)) * (1.0 / (1UL << 53)) * scale;
        double product = a * HalfPiHigh;
        double tail = Fma(a, HalfPiHigh, -product) + Fma(a, HalfPiMiddle, b * HalfPiHigh);
        r = product + tail;
        rest = product - r + tail;
        if (negative != (x < 0))
        {
            (r, rest) = (-r, -rest);
        }

        return x < 0 ? -quarter : quarter;
    }

    private static ulong Window(int bit)
    {
        int word = bit >> 6, shift = bit & 63;
        ReadOnlySpan<ulong> table = TwoOverPi;
        return shift == 0 ? table[word] : (table[word] << shift) | (table[word + 1] >> (64 - shift));
    }
}
