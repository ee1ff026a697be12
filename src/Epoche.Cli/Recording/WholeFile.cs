using System.Text;

namespace Epoche.Cli.Recording;

/// <summary>Files that appear whole or not at all, after a power failure too: written beside, flushed to the disk, renamed.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string aside = path + ".new";
        using (FileStream file = new(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
