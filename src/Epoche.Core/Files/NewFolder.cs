namespace Epoche;

/// <summary>Makes folders.</summary>
internal static class NewFolder
{
    /// <summary>Makes a folder that a user has named, with those above it; nothing happens where it is there.</summary>
    /// <exception cref="IOException">It cannot be made; the message says why.</exception>
    public static void Make(string path)
    {
        try
        {
            MakeLasting(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string? file = Path.GetFullPath(path);
            while (file is not null && !File.Exists(file))
            {
                file = Path.GetDirectoryName(file);
            }

            // Of a folder that may not be written into, .NET says that something in it is not there.
            string reason = file is not null ? $"'{file}' is a file"
                : exception is UnauthorizedAccessException ? exception.Message.TrimEnd('.')
                : $"'{Path.GetDirectoryName(Path.GetFullPath(path))}' takes no new folder";
            throw new IOException(Shown.Message($"The folder '{path}' cannot be made: {reason}."), exception);
        }
    }

    /// <summary>Makes a folder in another, or returns false where there is something of its name, whatever it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static bool TryMakeFirst(string path)
    {
        if (TemporaryName.IsTaken(path))
        {
            return false;
        }

        if (Posix.TryMakeFolder(path) is { } isMade)
        {
            return isMade;
        }

        Directory.CreateDirectory(path); // says what is in the way, or is all that this system has
        return true;
    }

    /// <summary>Makes a folder with those above it, and flushes their names to the disk; nothing happens where it is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void MakeLasting(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        string full = Path.GetFullPath(path);
        Stack<string> above = []; // the folders that get a new name in them
        for (string? folder = Path.GetDirectoryName(full); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            above.Push(folder);
            if (Directory.Exists(folder))
            {
                break;
            }
        }

        Directory.CreateDirectory(full);
        foreach (string folder in above)
        {
            Posix.FlushFolder(folder);
        }
    }
}
