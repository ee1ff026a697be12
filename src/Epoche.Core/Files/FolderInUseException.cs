namespace Epoche;

/// <summary>Another process, or another part of this one, writes to a folder that only one may write to.</summary>
/// <param name="folder">The folder.</param>
/// <param name="innerException">What revealed it.</param>
public sealed class FolderInUseException(string folder, Exception? innerException = null)
    : IOException(Text(folder), innerException)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    private static string Text(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return $"{Shown.Quote(folder)}: another process, or another part of this one, writes to this folder, and only one may. "
            + "Wait until it ends, or end it.";
    }
}
