namespace Epoche;

/// <summary>Runs a loop for someone who reads its reports: wherever the reader is, the averaged weights are in place.</summary>
internal static class AveragedRun
{
    /// <summary>The reports; at their end, and where the reader leaves, the average is kept.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="keep">Keeps the average; not called where the loop throws, for then there may be no pass over data.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IEnumerable<LoopReport> Of(TrainingLoop loop, Action keep, CancellationToken cancellation)
    {
        bool advances = true;
        try
        {
            foreach (LoopReport report in loop.Run(cancellation))
            {
                advances = false;
                loop.Training.SwapAverage();
                try
                {
                    yield return report;
                }
                finally
                {
                    loop.Training.SwapAverage();
                }

                advances = true;
            }

            advances = false;
        }
        finally
        {
            if (!advances)
            {
                keep();
            }
        }
    }
}
