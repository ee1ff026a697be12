using System.Text;

namespace Epoche;

/// <summary>Replaces files whole or not at all.</summary>
internal static class AtomicFile
{
    private static int _counter;

    /// <summary>Writes a text as UTF-8; see <see cref="Write(string, Action{Stream})"/>.</summary>
    internal static void Write(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Writes beside the file, flushes to the disk and renames over it: whoever opens the path, at any time and after any crash, finds the old file or the
    /// new one, complete. The folder is made if it is missing.
    /// </summary>
    internal static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new IOException($"'{path}' is no file name.");
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Environment.ProcessId}-{Interlocked.Increment(ref _counter)}.tmp");
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "value") // what .NET makes of EFBIG in the middle of a write
        {
            File.Delete(temporary);
            throw new IOException($"'{path}' cannot be written: it would be larger than files may be here.", exception);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
