namespace Epoche;

/// <summary>Adds to a log's segments what is new, and joins small segments, so that few files hold even a long history.</summary>
internal static class CheckpointLogs
{
    /// <summary>
    /// About how large a segment may become: large enough that a million pictures of 84×84 are a few hundred files, small
    /// enough to write again now and then.
    /// </summary>
    internal const long MostBytes = 16 << 20;

    /// <summary>
    /// From this size a segment is never written again. What an agent with a memory of pictures adds in two seconds is larger, and is
    /// written once: written again for the sake of fewer files, it doubled what a checkpoint writes.
    /// </summary>
    private const long LargeBytes = MostBytes / 4;

    /// <summary>Below this size a segment is always written again: a file of its own costs more than its bytes.</summary>
    private const long SmallBytes = 4 << 10;

    /// <summary>Writes the segments that are missing.</summary>
    /// <param name="log">The log.</param>
    /// <param name="before">The segments of the checkpoint before; none where it had no such log.</param>
    /// <param name="write">Writes one file.</param>
    /// <returns>All segments that hold the log now, in order.</returns>
    public static List<CheckpointSegment> Update(
        IStateLog log, IReadOnlyList<CheckpointSegment> before, Func<Func<Stream, long[]>, CheckpointSegment> write)
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

    /// <summary>
    /// Refuses segments that do not end where the log ends that was read from them, or not behind each other: what is saved next would
    /// begin where nothing is.
    /// </summary>
    /// <exception cref="DataFormatException">They do not.</exception>
    public static void RequireEnds(IStateLog log, IReadOnlyList<CheckpointSegment> segments, string file, string name)
    {
        long[] end = log.End, before = new long[end.Length];
        foreach (CheckpointSegment segment in segments)
        {
            bool rises = segment.End.Length == end.Length;
            for (int i = 0; rises && i < end.Length; i++)
            {
                rises = segment.End[i] >= before[i];
            }

            before = rises ? segment.End : throw Mismatch(segment.End);
        }

        if (segments.Count > 0 && !before.AsSpan().SequenceEqual(end))
        {
            throw Mismatch(before);
        }

        DataFormatException Mismatch(long[] found) => new(
            file, $"'{name}'", $"segments that end behind each other, the last at [{string.Join(", ", end)}]",
            $"[{string.Join(", ", found.Take(16))}]");
    }

    /// <summary>Where the log ends in segments; empty where there are none.</summary>
    public static long[] EndOf(IReadOnlyList<CheckpointSegment> segments) => segments.Count == 0 ? [] : segments[^1].End;

    /// <summary>
    /// Takes away segments at the end that are to be written again together with what is new: like the digits of a binary counter, each
    /// is written again only a few times, and those that stay are each at least twice as large as all behind them. What counts is what a
    /// segment holds, not its file, of which the header may be the most.
    /// </summary>
    private static void Join(IStateLog log, List<CheckpointSegment> segments)
    {
        while (segments.Count > 0)
        {
            long[] from = segments.Count == 1 ? [] : segments[^2].End;
            long added = log.BytesFrom(EndOf(segments)), joined = log.BytesFrom(from), last = joined - added;
            if (last >= Math.Min(LargeBytes, Math.Max(SmallBytes, 2 * added)) || joined > MostBytes
                || (from.Length > 0 && !log.Holds(from)))
            {
                return;
            }

            segments.RemoveAt(segments.Count - 1);
        }
    }
}
