namespace Epoche;

/// <summary>
/// What lies in a folder, in ordinal order. Whoever wants a part of it asks the names, not a pattern: what a pattern such as <c>a.*</c>
/// finds, and in which order, each system decides for itself.
/// </summary>
internal static class FolderListing
{
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>The paths of its files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isWanted">Of which names; null for all.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string[] Files(string folder, Func<string, bool>? isWanted = null) =>
        Wanted(Directory.EnumerateFiles(folder), isWanted);

    /// <summary>The paths of the folders in it.</summary>
    /// <inheritdoc cref="Files"/>
    public static string[] Folders(string folder, Func<string, bool>? isWanted = null) =>
        Wanted(Directory.EnumerateDirectories(folder), isWanted);

    /// <summary>The paths of files and folders.</summary>
    /// <inheritdoc cref="Files"/>
    public static string[] Entries(string folder, Func<string, bool>? isWanted = null) =>
        Wanted(Directory.EnumerateFileSystemEntries(folder), isWanted);

    /// <summary>Files and folders with what they are, links among them; none that may not be looked at.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileSystemInfo[] Infos(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_all).OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    private static string[] Wanted(IEnumerable<string> paths, Func<string, bool>? isWanted) =>
        [.. paths.Where(path => isWanted is null || isWanted(Path.GetFileName(path))).Order(StringComparer.Ordinal)];
}
