namespace Epoche;

/// <summary>
/// Symbolic links in a folder that somebody else may have made: whoever writes through one writes outside of the folder. The folder itself
/// may be one, for that is the user's choice.
/// </summary>
internal static class FolderLinks
{
    private const int MostLevels = 16;

    /// <summary>Refuses a path that is a link.</summary>
    /// <exception cref="IOException">It is one.</exception>
    public static void RequireNone(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new IOException(Shown.Message(
                $"'{path}' is a link to '{target}'; expected a file or a folder of its own. Remove the link, or put a copy in its place."));
        }
    }

    /// <summary>
    /// The first link in a folder and those below it, in ordinal order; null where there is none. What goes while it is looked at, as what
    /// another thread or process writes beside its place does, is none.
    /// </summary>
    /// <exception cref="IOException">Folders lie deeper in each other than anything here writes.</exception>
    public static string? FirstIn(string folder) => FirstIn(folder, level: 0);

    private static string? FirstIn(string folder, int level)
    {
        if (level > MostLevels)
        {
            throw new IOException(Shown.Message($"'{folder}' lies more than {MostLevels} folders deep; nothing of a run does."));
        }

        FileSystemInfo[] entries = Entries(folder, level);
        return Array.Find(entries, IsLink)?.FullName
            ?? entries.OfType<DirectoryInfo>()
                .Select(inner => FirstIn(inner.FullName, level + 1))
                .FirstOrDefault(link => link is not null);
    }

    private static FileSystemInfo[] Entries(string folder, int level)
    {
        try
        {
            return FolderListing.Infos(folder);
        }
        catch (DirectoryNotFoundException) when (level > 0)
        {
            return [];
        }
    }

    // .NET gives a file that is gone every attribute that there is.
    private static bool IsLink(FileSystemInfo entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null;
}
