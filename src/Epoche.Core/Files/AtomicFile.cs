using System.Text;

namespace Epoche;

/// <summary>Replaces files whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a text as UTF-8; see <see cref="Write(string, Action{Stream})"/>.</summary>
    internal static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes; see <see cref="Write(string, Action{Stream})"/>.</summary>
    internal static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>
    /// Writes beside the file, flushes to the disk, renames over it and flushes the folder: whoever opens the path, at any time and after
    /// any crash or loss of power, finds the old file or the new one, complete. A link at the path is replaced, never followed, and so is
    /// nothing that lies where the new file is written first. The folder is made if it is missing.
    /// </summary>
    internal static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new IOException(Shown.Message($"'{path}' is not a file name."));
        NewFolder.MakeLasting(folder);
        RequireReplaceable(full);
        DeleteLeftovers(folder, Path.GetFileName(full));
        string temporary = WriteBeside(full, write);
        Rename(temporary, full);
        Posix.FlushFolder(folder);
    }

    /// <summary>
    /// Writes a file beside another that it will take the place of, and flushes it to the disk. Nothing is left where that fails.
    /// </summary>
    /// <param name="path">The file whose place it will take.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="bufferSize">Of the stream; 0 where what writes to it has blocks of its own.</param>
    /// <returns>Its path: that of a file which nobody had before.</returns>
    internal static string WriteBeside(string path, Action<Stream> write, int bufferSize = 1 << 16)
    {
        string temporary = "";
        try
        {
            using FileStream stream = CreateBeside(path, bufferSize);
            temporary = stream.Name;
            write(stream);
            Posix.FlushFile(stream);
            return temporary;
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "value")
        {
            // What .NET makes of EFBIG in the middle of a write.
            TryDelete(temporary);
            throw new IOException(
                Shown.Message($"'{path}' cannot be written: it would be larger than files may be here."), exception);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>
    /// A file that grows while it is written and may be read meanwhile. It is created exclusively, so that no link leads out of its folder.
    /// </summary>
    internal static FileStream CreateFirst(string path) =>
        new(Path.GetFullPath(path), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>
    /// A new, empty file beside another that it will take the place of, for a program that writes it under its name.
    /// </summary>
    internal static string ReserveBeside(string path)
    {
        using FileStream stream = CreateBeside(path, bufferSize: 0);
        return stream.Name;
    }

    /// <summary>Gives a file that was written beside another its place; where that fails it is removed.</summary>
    internal static void Rename(string temporary, string path)
    {
        try
        {
            Replace(temporary, path);
            TemporaryName.Release(temporary);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Flushes a file that another program wrote beside its place, and gives it the place; where that fails it is removed.
    /// </summary>
    internal static void Finish(string temporary, string path)
    {
        using (FileStream file = new(temporary, FileMode.Open, FileAccess.ReadWrite))
        {
            Posix.FlushFile(file);
        }

        RequireReplaceable(path);
        Rename(temporary, path);
        Posix.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Renames a file over another, and leaves it where that fails. The folder is left to the caller to flush.</summary>
    internal static void Replace(string from, string path) => File.Move(from, path, overwrite: true);

    /// <summary>Deletes a file, and flushes its folder: it stays away after a loss of power too.</summary>
    internal static void Delete(string path)
    {
        File.Delete(path);
        Posix.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Removes what processes that have ended since had begun to write in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">Of which file alone; null for all.</param>
    internal static void DeleteLeftovers(string folder, string? name = null)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        string beginning = name is null ? "." : $".{TemporaryName.Stem(name)}.";
        foreach (string path in FolderListing.Files(folder, file => file.StartsWith(beginning, StringComparison.Ordinal)))
        {
            if (TemporaryName.IsLeftover(path, TemporaryName.File))
            {
                TryDelete(path);
            }
        }
    }

    /// <summary>The same in all folders below as well. Links are not followed.</summary>
    internal static void DeleteLeftoversBelow(string folder)
    {
        DeleteLeftovers(folder);
        foreach (FileSystemInfo inner in FolderListing.Infos(folder))
        {
            if (inner is DirectoryInfo && !inner.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                DeleteLeftoversBelow(inner.FullName);
            }
        }
    }

    /// <summary>Removes a file that nobody needs; where that fails it only takes room.</summary>
    internal static void TryDelete(string path)
    {
        try
        {
            if (path.Length > 0)
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays until the next attempt.
        }

        TemporaryName.Release(path);
    }

    /// <summary>A pipe or a device is not replaced: whoever names one expects to write to it, and everybody else needs it.</summary>
    private static void RequireReplaceable(string path)
    {
        if (Path.Exists(path) && new FileInfo(path).LinkTarget is null)
        {
            ReadableFile.RequireRegular(path);
        }
    }

    /// <summary>A new file beside another, created exclusively: a link of its name is an error, not a way out of the folder.</summary>
    private static FileStream CreateBeside(string path, int bufferSize)
    {
        while (true)
        {
            string temporary = TemporaryName.Next(path, TemporaryName.File);
            try
            {
                // Read, not None: a program that is started meanwhile holds an exclusive lock until it runs, after the file has its place.
                return new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize);
            }
            catch (IOException) when (TemporaryName.IsTaken(temporary))
            {
                // Left behind by a process of the same number, or laid there: the next number.
                TemporaryName.Release(temporary);
            }
            catch
            {
                TemporaryName.Release(temporary);
                throw;
            }
        }
    }
}
