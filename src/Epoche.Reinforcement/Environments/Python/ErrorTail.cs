using System.Text;

namespace Epoche.Simulation;

/// <summary>
/// The last lines that a process wrote to its standard error. A thread of its own reads them, and refers to nothing else.
/// </summary>
internal sealed class ErrorTail
{
    private const int MostLines = 12, LongestLine = 400;

    private readonly Queue<string> _lines = [];
    private readonly ManualResetEventSlim _end = new();

    public void Follow(StreamReader from)
    {
        Thread reader = new(() => Read(from)) { IsBackground = true, Name = "Python's errors" };
        reader.Start();
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line.Length <= LongestLine ? line : string.Concat(line.AsSpan(0, LongestLine), "…"));
            while (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>The lines, for a message: what was written before an end arrives shortly after it.</summary>
    /// <param name="patience">How long to wait for the end of the output.</param>
    public string Text(TimeSpan patience)
    {
        _end.Wait(patience);
        lock (_lines)
        {
            return _lines.Count == 0 ? "" : $"\n  Python's last words:\n    {string.Join("\n    ", _lines)}";
        }
    }

    private void Read(StreamReader from)
    {
        StringBuilder line = new();
        char[] buffer = new char[1024];
        try
        {
            for (int count; (count = from.Read(buffer)) > 0;)
            {
                foreach (char character in buffer.AsSpan(0, count))
                {
                    if (character is not ('\n' or '\r'))
                    {
                        if (line.Length <= LongestLine)
                        {
                            line.Append(character);
                        }
                    }
                    else if (line.Length > 0)
                    {
                        Add(line.ToString());
                        line.Clear();
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe is closed: there is no more.
        }

        if (line.Length > 0)
        {
            Add(line.ToString());
        }

        _end.Set();
    }
}
