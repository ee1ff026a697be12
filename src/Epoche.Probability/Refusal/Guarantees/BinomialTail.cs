using Epoche.Kernels;

namespace Epoche;

/// <summary>Exact tails of the binomial distribution, to about 12 digits.</summary>
internal static class BinomialTail
{
    private const int Tabulated = 32;
    private const double HalfLogTwoPi = 0.9189385332046727, Negligible = 1e-17;

    private static readonly double[] s_logFactorials = Table();

    /// <summary>P(X ≤ k) for X ~ Binomial(n, p).</summary>
    public static double AtMost(long k, long n, double p) => AtMost(k, n, p, 1 - p);

    /// <summary>P(X ≥ k) for X ~ Binomial(n, p).</summary>
    public static double AtLeast(long k, long n, double p) => AtMost(n - k, n, 1 - p, p);

    /// <summary>The same with q = 1 − p beside p: whichever is tiny keeps its digits.</summary>
    private static double AtMost(long k, long n, double p, double q) =>
        k < 0 ? 0
        : k >= n ? 1
        : k > n * p ? 1 - Below(n - k - 1, n, q, p)
        : Below(k, n, p, q);

    /// <summary>
    /// P(X ≤ k) for k up to the mean, where the terms fall towards 0: the largest term times the sum of the others' ratios to it.
    /// </summary>
    private static double Below(long k, long n, double p, double q)
    {
        if (k < 0)
        {
            return 0;
        }

        double sum = 1, term = 1, odds = q / p;
        for (long j = k; j > 0 && term > Negligible * sum; j--)
        {
            term *= j / (n - j + 1.0) * odds;
            sum += term;
        }

        double logTerm = LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k) + Times(k, LogOf(p, q)) + Times(n - k, LogOf(q, p));
        return Math.Min(1, ScalarMath.Exp(logTerm) * sum);
    }

    /// <summary>ln p, by q = 1 − p where that is the smaller.</summary>
    private static double LogOf(double p, double q) => q < p ? ScalarMath.Log1p(-q) : ScalarMath.Log(p);

    /// <summary>A power's logarithm, of which 0⁰ is 1.</summary>
    private static double Times(long count, double log) => count == 0 ? 0 : count * log;

    /// <summary>ln n!, by Stirling's series beyond the table.</summary>
    private static double LogFactorial(long n)
    {
        if (n < Tabulated)
        {
            return s_logFactorials[n];
        }

        double x = n, square = x * x;
        return ((x + 0.5) * ScalarMath.Log(x)) - x + HalfLogTwoPi + (1 / (12 * x)) - (1 / (360 * x * square))
            + (1 / (1260 * x * square * square));
    }

    private static double[] Table()
    {
        double[] logs = new double[Tabulated];
        double factorial = 1;
        for (int n = 1; n < Tabulated; n++)
        {
            factorial *= n;
            logs[n] = ScalarMath.Log(factorial);
        }

        return logs;
    }
}
