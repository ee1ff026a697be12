namespace Epoche;

/// <summary>Files that only grow, and are read meanwhile.</summary>
internal static class AppendedFile
{
    /// <summary>
    /// Writes behind what a file has and flushes it to the disk; the file and its folder are made where they are missing. Callers hold a
    /// lock (<see cref="LinkLock"/>).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="end">Where what is to stay ends, if something follows that is to go; null: all stays.</param>
    /// <param name="content">What to append.</param>
    /// <exception cref="IOException">It cannot be written, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, or is a folder.</exception>
    public static void Append(string path, long? end, ReadOnlySpan<byte> content)
    {
        bool isNew = !File.Exists(path);
        ReadableFile.RequireRegular(path);
        using (FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            if (end is { } kept)
            {
                file.SetLength(kept);
            }

            file.Seek(0, SeekOrigin.End);
            file.Write(content);
            Posix.FlushFile(file);
        }

        if (isNew)
        {
            Posix.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
    }
}
