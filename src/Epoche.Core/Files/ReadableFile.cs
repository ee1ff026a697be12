using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Epoche;

/// <summary>
/// Files that are opened to be read: regular ones only, since a pipe or a device has no end, and none longer than its kind may be. Both are
/// looked at before anything is read.
/// </summary>
internal static class ReadableFile
{
    /// <summary>Opens a file that others may read and replace meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The greatest length of a file of this kind.</param>
    /// <param name="share">What others may do with it.</param>
    /// <param name="bufferSize">Of the stream.</param>
    /// <exception cref="DataFormatException">It is longer.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    /// <exception cref="IOException">It cannot be read, or is not a regular file.</exception>
    public static FileStream Open(
        string path, long mostBytes = long.MaxValue, FileShare share = FileShare.Read | FileShare.Delete, int bufferSize = 4096)
    {
        RequireRegular(path);
        FileStream file = new(path, FileMode.Open, FileAccess.Read, share, bufferSize);
        try
        {
            return file.Length <= mostBytes
                ? file
                : throw new DataFormatException(path, "end of the file", $"at most {Count(mostBytes)} bytes", Count(file.Length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that a user has named: where it is missing, the error names the one that may have been meant.</summary>
    /// <inheritdoc cref="Open"/>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static FileStream OpenNamed(string path, long mostBytes = long.MaxValue, int bufferSize = 4096)
    {
        try
        {
            return Open(path, mostBytes, bufferSize: bufferSize);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException(
                Shown.Message($"There is no file '{path}'.{NearestHint.For(Nearest(path))}"), path, exception);
        }
    }

    /// <summary>The file beside a missing one that may have been meant; null where there is none.</summary>
    public static string? Nearest(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] beside = Directory.Exists(folder) ? FolderListing.Files(folder) : [];
        string? nearest = NearestName.Find(Path.GetFileName(path), beside.Select(file => Path.GetFileName(file)));
        return nearest is null ? null : Path.Combine(Path.GetDirectoryName(path) ?? "", nearest);
    }

    /// <summary>The bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadBytes(string path, int mostBytes)
    {
        using FileStream file = Open(path, mostBytes, bufferSize: 0);
        byte[] bytes = new byte[file.Length];
        int got = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return got == bytes.Length ? bytes : bytes[..got]; // it was cut short meanwhile
    }

    /// <summary>The text of a file in UTF-8.</summary>
    /// <inheritdoc cref="Open"/>
    /// <exception cref="DataFormatException">It is longer, or not UTF-8.</exception>
    public static string ReadText(string path, int mostBytes)
    {
        ReadOnlySpan<byte> bytes = ReadBytes(path, mostBytes);
        try
        {
            bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataFormatException(path, $"byte {exception.Index}", "UTF-8", "other bytes", exception);
        }
    }

    /// <summary>The lines of a file in UTF-8, without their ends, one after the other.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The greatest length of a file of this kind.</param>
    /// <param name="longestLine">The most bytes of one line, about.</param>
    /// <inheritdoc cref="Open"/>
    /// <exception cref="DataFormatException">It is longer, or has a longer line.</exception>
    public static IEnumerable<string> ReadLines(string path, long mostBytes, int longestLine)
    {
        using FileStream file = Open(path, mostBytes, bufferSize: 0);
        AllowanceStream allowed = new(file);
        using StreamReader reader = new(allowed);
        for (int number = 1; ; number++)
        {
            int line = number;
            allowed.Allow(longestLine, () => new DataFormatException(path, $"line {line}", $"at most {Count(longestLine)} bytes", "more"));
            if (reader.ReadLine() is not { } text)
            {
                yield break;
            }

            yield return text;
        }
    }

    /// <summary>
    /// Refuses what is there, but is not a regular file: a folder, a pipe, a socket, a device. What is missing or closed to this user is
    /// left to whoever opens it.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">It is a folder.</exception>
    /// <exception cref="IOException">It is something else.</exception>
    public static void RequireRegular(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UnauthorizedAccessException(Shown.Message($"'{path}' is a folder; expected a file."));
        }

        if (!IsRegular(path))
        {
            throw new IOException(Shown.Message(
                $"'{path}' is a pipe or a device; expected a regular file. Copy what it gives into a file, and name that."));
        }
    }

    private static string Count(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);

    private static bool IsRegular(string path)
    {
        if (!Posix.IsAvailable)
        {
            return true;
        }

        using SafeFileHandle? handle = Posix.TryOpen(path);
        if (handle is null)
        {
            return !File.Exists(path) || new FileInfo(path).Length > 0; // a socket cannot be opened, and has no length
        }

        using FileStream file = new(handle, FileAccess.Read, bufferSize: 0);
        if (!file.CanSeek)
        {
            return false;
        }

        Span<byte> one = stackalloc byte[1];
        return file.Length > 0 || file.Read(one) == 0; // a device such as /dev/zero has no length, and bytes without end
    }
}
