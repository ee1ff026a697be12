namespace Epoche;

/// <summary>Segments of logs in memory, until they are written to files. The memory is kept for the next ones: fresh pages take longer to get than to fill.</summary>
internal sealed class SegmentCopies
{
    private readonly List<MemoryStream> _memory = [];
    private readonly Dictionary<CheckpointSegment, MemoryStream> _copies = new(ReferenceEqualityComparer.Instance);

    /// <summary>Forgets all copies.</summary>
    public void Clear() => _copies.Clear();

    /// <summary>Takes what would be written to a file; the segment it returns has no name and no hash yet.</summary>
    public CheckpointSegment Add(Func<Stream, long[]> write)
    {
        if (_copies.Count == _memory.Count)
        {
            _memory.Add(new());
        }

        MemoryStream copy = _memory[_copies.Count];
        copy.SetLength(0);
        long[] end = write(copy);
        CheckpointSegment segment = new("", copy.Length, "", end);
        _copies.Add(segment, copy);
        return segment;
    }

    /// <summary>The bytes of a segment.</summary>
    /// <returns>False where it is a file already.</returns>
    public bool TryFind(CheckpointSegment segment, out ReadOnlyMemory<byte> bytes)
    {
        bool isCopy = _copies.TryGetValue(segment, out MemoryStream? copy);
        bytes = isCopy ? copy!.GetBuffer().AsMemory(0, (int)copy.Length) : default;
        return isCopy;
    }
}
