namespace Epoche;

/// <summary>
/// Where studies are stored: a log of lines that only grows. Whoever reads all of it knows all; what two writers would do differently is
/// decided by the order of the lines. A file (<see cref="JournalFile"/>), memory (<see cref="MemoryLog"/>), or a table of a server.
/// </summary>
public interface IStudyLog : IDisposable
{
    /// <summary>Its name in messages, such as the path of a file.</summary>
    string Name { get; }

    /// <summary>Reads lines.</summary>
    /// <param name="from">How many lines to skip.</param>
    /// <returns>Lines in UTF-8 without their ends; at most as many as fit well into memory, and none where there are no more.</returns>
    /// <exception cref="IOException">The log cannot be read.</exception>
    IReadOnlyList<ReadOnlyMemory<byte>> Read(long from);

    /// <summary>Appends lines, all or none, and returns when they will survive a loss of power.</summary>
    /// <param name="lines">Lines without their ends.</param>
    /// <param name="after">How many lines the writer has seen: where there are more by now, nothing is written.</param>
    /// <returns>Whether they were written.</returns>
    /// <exception cref="IOException">The log cannot be written.</exception>
    bool TryAppend(IReadOnlyList<string> lines, long after);
}
