using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Epoche.Cli.Terminals;

/// <summary>
/// Standard output or standard error. What cannot be written is lost, and remembered: a reader that goes away, or a disk that is full,
/// ends no training. May be used from several threads.
/// </summary>
internal sealed class GuardedWriter : TextWriter
{
    private const int BrokenPipeOnUnix = 32;

    private readonly Lock _gate = new();
    private readonly StreamWriter _inner;

    public GuardedWriter(Stream stream, Encoding encoding) =>
        _inner = new StreamWriter(stream, encoding, bufferSize: 1024) { AutoFlush = true };

    public override Encoding Encoding => _inner.Encoding;

    /// <summary>Why something was lost; null where nothing was.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Whether the reader went away, as that of <c>| head -1</c> does: nobody misses what follows.</summary>
    public bool IsClosedByReader => Failure?.HResult == BrokenPipeOnUnix;

    public static GuardedWriter Output() =>
        new(Open(1, Console.OpenStandardOutput), Charset.OfProcess(Console.IsOutputRedirected));

    public static GuardedWriter Error() =>
        new(Open(2, Console.OpenStandardError), Charset.OfProcess(Console.IsErrorRedirected));

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_gate)
        {
            if (Failure is not null)
            {
                return;
            }

            try
            {
                _inner.Write(buffer);
            }
            catch (IOException exception)
            {
                Failure = exception;
            }
            catch (UnauthorizedAccessException exception)
            {
                Failure = new IOException(exception.Message, exception);
            }
        }
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void WriteLine(ReadOnlySpan<char> buffer) => Write(string.Concat(buffer, NewLine));

    /// <summary>
    /// The base library passes over that the reader of a pipe has gone, so a pipe is written to as a file. A real file is not: its position
    /// is shared with whoever else writes to it.
    /// </summary>
    private static Stream Open(int descriptor, Func<Stream> console)
    {
        if (OperatingSystem.IsWindows())
        {
            return console();
        }

        try
        {
            FileStream stream = new(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? console() : stream;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return console();
        }
    }
}
