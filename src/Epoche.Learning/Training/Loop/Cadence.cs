namespace Epoche;

/// <summary>Whether multiples were passed: a matter of steps alone, so that an interrupted run and one that was not do the same at the same places.</summary>
public static class Cadence
{
    private const int PointsBeforeThinning = 2_000, Thinning = 4;

    /// <summary>Whether a multiple lies in (before, now].</summary>
    public static bool Passes(long before, long now, long every) => now / every != before / every;

    /// <summary>How many multiples lie in (before, now].</summary>
    public static long Count(long before, long now, long every) => (now / every) - (before / every);

    /// <summary>The same for curves, less often the longer a run is, so that its file stays small.</summary>
    public static bool PassesThinned(long before, long now, long every)
    {
        for (long until = every * PointsBeforeThinning; now >= until; until *= Thinning)
        {
            every *= Thinning;
        }

        return Passes(before, now, every);
    }
}
