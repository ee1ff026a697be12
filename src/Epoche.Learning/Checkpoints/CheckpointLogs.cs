namespace Epoche;

/// <summary>Adds to a log's segments what is new, and joins small segments, so that few files hold even a long history.</summary>
internal static class CheckpointLogs
{
    /// <summary>About how large a segment may become: large enough that a million pictures of 84×84 are a few hundred files, small enough to write again now and then.</summary>
    private const long MostBytes = 16 << 20;

    /// <summary>
    /// From this size a segment is never written again. What an agent with a memory of pictures adds in two seconds is larger, and is written once: written again for the sake of fewer files, it
    /// doubled what a checkpoint writes.
    /// </summary>
    private const long LargeBytes = MostBytes / 4;

    /// <summary>Writes the segments that are missing.</summary>
    /// <param name="log">The log.</param>
    /// <param name="before">The segments of the checkpoint before; none where it had no such log.</param>
    /// <param name="write">Writes one file.</param>
    /// <returns>All segments that hold the log now, in order.</returns>
    public static List<CheckpointSegment> Update(IStateLog log, IReadOnlyList<CheckpointSegment> before, Func<Func<Stream, long[]>, CheckpointSegment> write)
    {
        List<CheckpointSegment> segments = before.Count > 0 && log.Holds(before[^1].End) ? [.. before] : [];
        while (segments.Count > 0 && log.IsForgotten(segments[0].End))
        {
            segments.RemoveAt(0);
        }

        long[] end = log.End;
        if (segments.Count > 0 && segments[^1].End.AsSpan().SequenceEqual(end))
        {
            return segments;
        }

        Join(log, segments);
        do
        {
            long[] from = EndOf(segments);
            segments.Add(write(stream => log.Write(stream, from, MostBytes)));
        }
        while (!segments[^1].End.AsSpan().SequenceEqual(end));
        return segments;
    }

    /// <summary>Where the log ends in segments; empty where there are none.</summary>
    public static long[] EndOf(IReadOnlyList<CheckpointSegment> segments) => segments.Count == 0 ? [] : segments[^1].End;

    /// <summary>Takes away segments at the end that are to be written again together with what is new: like the digits of a binary counter, each is written again only a few times.</summary>
    private static void Join(IStateLog log, List<CheckpointSegment> segments)
    {
        while (segments.Count > 0 && segments[^1].Bytes < Math.Min(LargeBytes, 2 * log.BytesFrom(EndOf(segments))))
        {
            long[] from = segments.Count == 1 ? [] : segments[^2].End;
            if (log.BytesFrom(from) > MostBytes)
            {
                return;
            }

            segments.RemoveAt(segments.Count - 1);
        }
    }
}
