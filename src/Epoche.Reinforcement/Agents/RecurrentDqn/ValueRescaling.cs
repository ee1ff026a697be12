namespace Epoche;

/// <summary>
/// h(x) = sgn(x)·(√(|x| + 1) − 1) + εx and its inverse (Pohlen et al. 2018, arXiv:1805.11593, proposition A.2), in double precision: for
/// small x the inverse is a difference of nearly equal numbers.
/// </summary>
public static class ValueRescaling
{
    /// <summary>h.</summary>
    /// <param name="x">A return.</param>
    /// <param name="epsilon">ε, above 0, which keeps h invertible.</param>
    public static double Apply(double x, double epsilon) =>
        (Math.CopySign(Math.Sqrt(Math.Abs(x) + 1) - 1, x)) + (epsilon * x);

    /// <summary>h⁻¹(y) = sgn(y)·(((√(1 + 4ε(|y| + 1 + ε)) − 1)/(2ε))² − 1).</summary>
    /// <param name="y">What <see cref="Apply"/> gave.</param>
    /// <param name="epsilon">ε, above 0.</param>
    public static double Invert(double y, double epsilon)
    {
        double root = (Math.Sqrt(1 + (4 * epsilon * (Math.Abs(y) + 1 + epsilon))) - 1) / (2 * epsilon);
        return Math.CopySign((root * root) - 1, y);
    }
}
