namespace Epoche.Kernels;

/// <content>Exponential, logarithm, tanh and powers in double precision.</content>
internal static partial class ScalarMath
{
    private const double Ln2High = 0.6931471805599453, Ln2Low = 2.3190468138462996e-17;

    /// <summary>eˣ, denormal results included.</summary>
    public static double Exp(double x)
    {
        if (!(x >= -746))
        {
            return x < -746 ? 0 : x;
        }

        if (x > 709.8)
        {
            return double.PositiveInfinity;
        }

        double n = Math.Round(x * 1.4426950408889634);
        double p = ExpMinusOneReduced(Fma(n, -Ln2Low, Fma(n, -Ln2High, x))) + 1;

        // In two factors, for 2ⁿ alone may leave the range; the second product rounds once.
        int half = (int)n >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo((int)n - half);
    }

    /// <summary>ln x; −∞ for ±0, NaN below 0.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        int n = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 1L << 54;
            n = -54;
        }

        // x = 2ⁿ·m with m in [√½, √2).
        long offset = BitConverter.DoubleToInt64Bits(x) - BitConverter.DoubleToInt64Bits(0.7071067811865476);
        n += (int)(offset >> 52);
        double f = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) - (offset >> 52 << 52)) - 1;

        // ln(1 + f) = f − f²/2 + s·(f²/2 + R(s²)) with s = f/(2 + f).
        double s = f / (2 + f), z = s * s, half = 0.5 * f * f;
        double p = Fma(0.14798619259253074, z, 0.1531380153345019);
        p = Fma(p, z, 0.1818357333209896);
        p = Fma(p, z, 0.2222219841460031);
        p = Fma(p, z, 0.2857142874378155);
        p = Fma(p, z, 0.39999999999409136);
        p = Fma(p, z, 0.6666666666666735);
        double tail = Fma(s, Fma(p, z, half), n * Ln2Low);
        return Fma(n, Ln2High, f - (half - tail));
    }

    /// <summary>eˣ − 1, within 2 ulp.</summary>
    public static double Expm1(double x)
    {
        if (!(x < 40) || x < -40)
        {
            return x < 0 ? -1 : Exp(x);
        }

        double n = Math.Round(x * 1.4426950408889634), scale = PowerOfTwo((int)n);
        double p = ExpMinusOneReduced(Fma(n, -Ln2Low, Fma(n, -Ln2High, x)));
        return n == 0 ? (x == 0 ? x : p) : Fma(scale, p, scale - 1);
    }

    /// <summary>ln(1 + x), within 2 ulp; −∞ for −1, NaN below.</summary>
    public static double Log1p(double x)
    {
        // ln u of the rounded sum u, and by its slope 1/u what the rounding lost.
        double sum = 1 + x;
        double lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
        return sum == 1 ? x : sum > 0 && double.IsFinite(sum) ? Log(sum) + (lost / sum) : Log(sum);
    }

    /// <summary>tanh x, within 3 ulp.</summary>
    public static double Tanh(double x)
    {
        double a = Math.Abs(x);
        if (!(a < 22))
        {
            return double.IsNaN(x) ? x : Math.CopySign(1, x);
        }

        double n = Math.Round(2 * a * 1.4426950408889634);
        double p = ExpMinusOneReduced(Fma(n, -Ln2Low, Fma(n, -Ln2High, 2 * a)));
        double scale = PowerOfTwo((int)n), e = Fma(scale, p, scale - 1);
        return Math.CopySign(e / (e + 2), x);
    }

    /// <summary>x to the power y for x ≥ 0, as e^(y·ln x): the relative error stays below 2·10⁻¹³. NaN for x &lt; 0.</summary>
    public static double Pow(double x, double y) =>
        y == 0 || x == 1 ? 1 : Exp(y * Log(x));

    /// <summary>eʳ − 1 for |r| ≤ ½·ln 2.</summary>
    private static double ExpMinusOneReduced(double r)
    {
        double q = Fma(2.501869983397281e-08, r, 2.7630721721548797e-07);
        q = Fma(q, r, 2.755753574196249e-06);
        q = Fma(q, r, 2.4801491807892658e-05);
        q = Fma(q, r, 0.00019841269554655725);
        q = Fma(q, r, 0.0013888888944851609);
        q = Fma(q, r, 0.008333333333475825);
        q = Fma(q, r, 0.04166666666652579);
        q = Fma(q, r, 0.16666666666666435);
        q = Fma(q, r, 0.5000000000000011);
        return Fma(r * r, q, r);
    }

    private static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((long)(1023 + n) << 52);

    private static double Fma(double x, double y, double z) => Math.FusedMultiplyAdd(x, y, z);
}
