namespace Epoche;

/// <summary>
/// State that grows at its end and is forgotten at its beginning, such as an agent's memory: a checkpoint adds what is new to the segments
/// that the ones before have written. A place in it is one number for each of the columns that grow side by side.
/// </summary>
public interface IStateLog
{
    /// <summary>Where it ends now; numbers only grow.</summary>
    long[] End { get; }

    /// <summary>Whether everything from a place on is still held.</summary>
    /// <param name="from">A place.</param>
    bool Holds(ReadOnlySpan<long> from);

    /// <summary>Whether nothing is held any more of what ends at a place.</summary>
    /// <param name="end">A place.</param>
    bool IsForgotten(ReadOnlySpan<long> end);

    /// <summary>About how many bytes a segment from a place to the end takes.</summary>
    /// <param name="from">A place; empty: the oldest that is held.</param>
    long BytesFrom(ReadOnlySpan<long> from);

    /// <summary>Writes a segment: what was added from a place on, with whatever before it has changed since.</summary>
    /// <param name="to">Where to write.</param>
    /// <param name="from">The end of the segment before; empty: from the oldest that is held.</param>
    /// <param name="mostBytes">About how large the segment may be; it then ends before the log does.</param>
    /// <returns>Where the segment ends.</returns>
    long[] Write(Stream to, ReadOnlySpan<long> from, long mostBytes);

    /// <summary>Replaces the content by that of segments in the order in which they were written.</summary>
    /// <param name="segments">The segments; each is read before the next is asked for.</param>
    /// <exception cref="DataFormatException">The segments are those of something else, or one is missing.</exception>
    void Read(IEnumerable<Stream> segments);
}
