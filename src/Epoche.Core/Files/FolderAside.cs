namespace Epoche;

/// <summary>A folder that is filled beside its place and gets it in one rename: it appears whole or not at all.</summary>
internal sealed class FolderAside : IDisposable
{
    private FolderAside(string path) => Path = path;

    /// <summary>The folder, which nobody had before.</summary>
    public string Path { get; }

    /// <summary>Makes one, and removes those in the same directory that killed processes left.</summary>
    /// <param name="place">The place that it will probably get; its directory is there.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public static FolderAside Make(string place)
    {
        string directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(place))!;
        foreach (string path in FolderListing.Folders(directory, folder => folder.StartsWith('.')))
        {
            if (TemporaryName.IsLeftover(path, TemporaryName.Folder))
            {
                TryRemove(path);
            }
        }

        string name;
        do
        {
            name = TemporaryName.Next(place, TemporaryName.Folder); // what has the name already may have been laid there
        }
        while (!NewFolder.TryMakeFirst(name));
        return new(name);
    }

    /// <summary>Gives it, or a folder in it, its place, and flushes the name to the disk; false where the place is taken.</summary>
    /// <param name="place">The place, which is never replaced.</param>
    /// <param name="inner">The folder in it; null for itself.</param>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public bool TryMove(string place, string? inner = null)
    {
        if (TemporaryName.IsTaken(place))
        {
            return false;
        }

        try
        {
            Directory.Move(inner is null ? Path : System.IO.Path.Combine(Path, inner), place);
        }
        catch (IOException) when (TemporaryName.IsTaken(place))
        {
            return false;
        }

        Posix.FlushFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(place))!);
        return true;
    }

    /// <summary>Removes it where it has not got its place.</summary>
    public void Dispose()
    {
        TryRemove(Path);
        TemporaryName.Release(Path);
    }

    /// <summary>Links in it are removed, not followed.</summary>
    private static void TryRemove(string path)
    {
        try
        {
            if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays until the next attempt.
        }
    }
}
