using System.Security.Cryptography;

namespace Epoche;

/// <summary>Writes and checks the immutable files of checkpoints, which are named by their hash.</summary>
internal static class SegmentFile
{
    public const string Pattern = "*.segment", TemporaryPattern = "*.tmp";

    private const int NameDigits = 32;

    /// <summary>Writes aside, flushes to the disk and renames. Where writing fails nothing is left.</summary>
    /// <typeparam name="T">What the writing returns.</typeparam>
    public static (CheckpointSegment Segment, T Result) Write<T>(string folder, string stem, Func<Stream, T> write)
    {
        string temporary = Path.Combine(folder, $"{stem}.tmp");
        try
        {
            T result;
            string hash;
            long bytes;
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            using (HashingStream hashing = new(file))
            {
                result = write(hashing);
                hashing.Flush();
                file.Flush(flushToDisk: true);
                (hash, bytes) = (hashing.Hash(), file.Position);
            }

            string name = $"{hash[..NameDigits]}.segment";
            File.Move(temporary, Path.Combine(folder, name), overwrite: true);
            return (new(name, bytes, hash, []), result);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Reads all of it and compares.</summary>
    /// <exception cref="DataFormatException">It is missing, of another length or has another content.</exception>
    public static void Check(string folder, CheckpointSegment segment)
    {
        string path = Path.Combine(folder, segment.File);
        if (!File.Exists(path))
        {
            throw new DataFormatException(path, "the whole file", $"{segment.Bytes} bytes", "no such file");
        }

        using FileStream file = File.OpenRead(path);
        if (file.Length != segment.Bytes)
        {
            throw new DataFormatException(path, "the whole file", $"{segment.Bytes} bytes", $"{file.Length}");
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        if (hash != segment.Sha256)
        {
            throw new DataFormatException(path, "the whole file", $"content with the hash {segment.Sha256}", hash);
        }
    }

    /// <summary>Removes a file that nobody needs; where that fails it only takes room.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays until the next attempt.
        }
    }
}
