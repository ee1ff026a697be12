namespace Epoche;

/// <summary>Files that only grow, and are read meanwhile.</summary>
internal static class AppendedFile
{
    /// <summary>
    /// Writes behind what a file has and flushes it to the disk; the file and its folder are made where they are missing. Callers hold a
    /// lock (<see cref="LinkLock"/>).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How long it is; where it is not, somebody writes in spite of the lock.</param>
    /// <param name="end">Where what is to stay ends.</param>
    /// <param name="content">What to append.</param>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="IOException">It cannot be written, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, or is a folder.</exception>
    public static bool TryAppend(string path, long length, long end, ReadOnlySpan<byte> content)
    {
        bool isNew = !File.Exists(path);
        ReadableFile.RequireRegular(path);
        using (FileStream file = new(
            path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            if (file.Length != length)
            {
                return false;
            }

            if (end < length)
            {
                file.SetLength(end);
            }

            file.Seek(0, SeekOrigin.End);
            file.Write(content);
            Posix.FlushFile(file);
        }

        if (isNew)
        {
            Posix.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        return true;
    }
}
