namespace Epoche.Cli.Recording;

/// <summary>
/// When a curve gets a point: at steps that depend on the step alone, so that an interrupted run and one that was not have the same points; less often the longer
/// a run is, so that its file stays small.
/// </summary>
/// <param name="every">Steps between two points in the beginning.</param>
/// <param name="start">Where the run starts or goes on.</param>
internal sealed class Cadence(int every, long start)
{
    private const int PointsBeforeThinning = 2_000, Thinning = 4;

    private long _last = start;

    /// <summary>Whether a point was passed since the last call. Steps never decrease.</summary>
    public bool Passes(long step)
    {
        long interval = every, until = (long)every * PointsBeforeThinning;
        while (step >= until)
        {
            (interval, until) = (interval * Thinning, until * Thinning);
        }

        bool passes = step / interval != _last / interval;
        _last = step;
        return passes;
    }
}
