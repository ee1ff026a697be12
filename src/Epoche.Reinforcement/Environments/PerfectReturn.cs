namespace Epoche;

/// <summary>Whether a return reaches the best one: one rule for evaluations, training and checks of environments.</summary>
/// <remarks>
/// Rewards are float32, and a decimal such as 0.7 is up to a 2⁻²⁴th of itself off: a sum of them in double precision misses the best return
/// by as much. Where rewards and costs cancel, what counts is their size rather than the sum's, hence at least that of 1. The most that is
/// forgiven stays below one point, the smallest miss in a game that counts points, however long it is.
/// </remarks>
internal static class PerfectReturn
{
    private const double Relative = 1e-7, Most = 0.5;

    /// <summary>Whether a return is the best or above; false where the best is unknown.</summary>
    public static bool IsReached(double value, double? best) => best is { } known && value >= known - Tolerance(known);

    /// <summary>Whether a return is above what should be the best.</summary>
    public static bool IsExceeded(double value, double? best) => best is { } known && value > known + Tolerance(known);

    private static double Tolerance(double best) => Math.Min(Most, Relative * Math.Max(1, Math.Abs(best)));
}
