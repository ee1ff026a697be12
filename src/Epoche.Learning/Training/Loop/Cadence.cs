namespace Epoche;

/// <summary>
/// Whether multiples were passed: a matter of steps alone, so that an interrupted run and one that was not do the same at the same places.
/// </summary>
public static class Cadence
{
    private const int PointsBeforeThinning = 2_000, Thinning = 4;

    /// <summary>Whether a multiple of a period lies in (before, now].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is below 1; so for the others.</exception>
    public static bool Passes(long before, long now, long every) => Count(before, now, every) != 0;

    /// <summary>How many multiples lie in (before, now].</summary>
    public static long Count(long before, long now, long every)
    {
        CountChecks.AtLeast(1, every);
        return (now / every) - (before / every);
    }

    /// <summary>
    /// As <see cref="Passes"/>, but for curves: a fourth as often after 2,000 points, again after 2,000 more of those, and so on, so that
    /// the file of a long run stays small.
    /// </summary>
    public static bool PassesThinned(long before, long now, long every)
    {
        CountChecks.AtLeast(1, every);
        while (now / every >= PointsBeforeThinning)
        {
            every *= Thinning;
        }

        return Passes(before, now, every);
    }
}
