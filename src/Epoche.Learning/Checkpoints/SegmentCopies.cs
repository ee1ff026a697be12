namespace Epoche;

/// <summary>
/// Segments of logs in memory, until they are written to files. The memory is kept for the next ones: fresh pages
/// take longer to get than to fill.
/// </summary>
internal sealed class SegmentCopies
{
    private readonly List<StateBuffer> _memory = [];
    private readonly Dictionary<CheckpointSegment, StateBuffer> _copies = new(ReferenceEqualityComparer.Instance);

    /// <summary>Forgets all copies.</summary>
    public void Clear() => _copies.Clear();

    /// <summary>Takes what would be written to a file; the segment it returns has no name and no hash yet.</summary>
    public CheckpointSegment Add(Func<Stream, long[]> write)
    {
        if (_copies.Count == _memory.Count)
        {
            _memory.Add(new(mostBytes: long.MaxValue));
        }

        StateBuffer copy = _memory[_copies.Count];
        copy.Clear();
        using OutputStream to = new(copy);
        long[] end = write(to);
        CheckpointSegment segment = new("", copy.Bytes, "", end);
        _copies.Add(segment, copy);
        return segment;
    }

    /// <summary>
    /// Gets memory for the copies of the next checkpoint, up to twice as large as those that are there, which are written: training then
    /// waits for copying alone, and not for pages, which take ten times as long. Where there is none, training gets it when it copies.
    /// </summary>
    /// <param name="most">The most bytes that copies may have in all.</param>
    public void Reserve(long most)
    {
        long reserved = 0, wanted = Math.Min(2 * _copies.Values.Sum(copy => copy.Bytes), most);
        try
        {
            for (int i = 0; reserved < wanted; i++)
            {
                if (i == _memory.Count)
                {
                    _memory.Add(new(mostBytes: long.MaxValue));
                }

                long bytes = Math.Min(i < _copies.Count ? 2 * _memory[i].Bytes : CheckpointLogs.MostBytes, CheckpointLogs.MostBytes);
                _memory[i].Reserve(bytes);
                reserved += bytes;
            }
        }
        catch (OutOfMemoryException)
        {
            // Less is reserved.
        }

        Clear();
    }

    /// <summary>The bytes of a segment; null where it is a file already.</summary>
    public StateBuffer? Find(CheckpointSegment segment) => _copies.GetValueOrDefault(segment);
}
