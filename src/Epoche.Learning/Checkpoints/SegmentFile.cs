namespace Epoche;

/// <summary>Writes and checks the immutable files of checkpoints, which are named by their hash.</summary>
internal static class SegmentFile
{
    private const int NameDigits = 32;

    /// <summary>Whether a file is called as one of these is, or as one that is being written.</summary>
    public static bool IsName(string name) =>
        name.EndsWith(CheckpointManifest.SegmentExtension, StringComparison.Ordinal)
        || name.EndsWith(TemporaryName.File, StringComparison.Ordinal);

    /// <summary>
    /// Writes aside, flushes to the disk and renames; the folder is left to whoever names the file. Where writing fails nothing is left.
    /// </summary>
    /// <typeparam name="T">What the writing returns.</typeparam>
    public static (CheckpointSegment Segment, T Result) Write<T>(string folder, string stem, Func<Stream, T> write)
    {
        T result = default!;
        string hash = "";
        long bytes = 0;
        string temporary = AtomicFile.WriteBeside(Path.Combine(folder, stem), file =>
        {
            using HashingStream hashing = new(file);
            result = write(hashing);
            hashing.Flush();
            (hash, bytes) = (hashing.Hash(), file.Position);
        }, bufferSize: 0);
        string name = $"{hash[..NameDigits]}{CheckpointManifest.SegmentExtension}";
        AtomicFile.Rename(temporary, Path.Combine(folder, name));
        return (new(name, bytes, hash, []), result);
    }

    /// <summary>Reads all of it and compares.</summary>
    /// <exception cref="DataFormatException">It is missing, of another length or has another content.</exception>
    public static void Check(string folder, CheckpointSegment segment)
    {
        string path = Path.Combine(folder, segment.File);
        if (!Path.Exists(path))
        {
            throw new DataFormatException(path, "the whole file", $"{segment.Bytes} bytes", "no such file");
        }

        using FileStream file = ReadableFile.Open(path);
        if (file.Length != segment.Bytes)
        {
            throw new DataFormatException(path, "the whole file", $"{segment.Bytes} bytes", $"{file.Length}");
        }

        string hash = Sha256.Of(file);
        if (hash != segment.Sha256)
        {
            throw new DataFormatException(path, "the whole file", $"content with the hash {segment.Sha256}", hash);
        }
    }
}
