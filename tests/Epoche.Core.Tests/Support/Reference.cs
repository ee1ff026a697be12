namespace Epoche.Core.Tests;

/// <summary>Functions in double precision that the class library lacks, by their textbook series.</summary>
internal static class Reference
{
    public static double Sigmoid(double x)
    {
        double z = Math.Exp(-Math.Abs(x));
        return (x < 0 ? z : 1) / (1 + z);
    }

    public static double ExpMinusOne(double x) => x == 0 ? x : Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1;

    /// <summary>ln(1 + x) = 2·artanh(x/(2 + x)).</summary>
    public static double LogOnePlus(double x)
    {
        if (!(Math.Abs(x) < 0.1))
        {
            return Math.Log(1 + x);
        }

        double s = x / (2 + x), sum = s, power = s;
        for (int n = 3; n < 40; n += 2)
        {
            power *= s * s;
            sum += power / n;
        }

        return x == 0 ? x : 2 * sum;
    }

    /// <summary>Abramowitz and Stegun 7.1.6 near 0, 7.1.14 beyond.</summary>
    public static double Erf(double x) =>
        !(Math.Abs(x) >= 2)
            ? (x == 0 ? x : 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * Series(x, (term, n) => term * 2 * x * x / ((2 * n) + 1)))
        : Math.CopySign(1, x) * (1 - Erfc(Math.Abs(x)));

    public static double NormalCdf(double x) =>
        double.IsNaN(x) ? x : x < 0 ? 0.5 * Erfc(-x / Math.Sqrt(2)) : 1 - (0.5 * Erfc(x / Math.Sqrt(2)));

    private static double Erfc(double a)
    {
        if (a < 2 || double.IsNaN(a))
        {
            return 1 - Erf(a);
        }

        if (a > 30)
        {
            return 0;
        }

        double fraction = 0;
        for (int k = 200; k > 0; k--)
        {
            fraction = k / 2.0 / (a + fraction);
        }

        return Math.Exp(-a * a) / Math.Sqrt(Math.PI) / (a + fraction);
    }

    private static double Series(double first, Func<double, int, double> next)
    {
        double sum = first, term = first;
        for (int n = 1; n < 200 && Math.Abs(term) > Math.Abs(sum) * 1e-18; n++)
        {
            term = next(term, n);
            sum += term;
        }

        return sum;
    }
}
