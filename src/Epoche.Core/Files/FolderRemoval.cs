namespace Epoche;

/// <summary>Removes folders that nobody needs any more.</summary>
internal static class FolderRemoval
{
    /// <summary>
    /// Removes a folder with all that is in it; a link in it is removed, and what it leads to stays. Nothing happens where there is none.
    /// </summary>
    /// <exception cref="IOException">Something in it cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Something in it may not be removed.</exception>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
