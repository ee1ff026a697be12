using System.Runtime.InteropServices.JavaScript;

namespace Epoche.Platforms;

/// <summary>The files of the machine on which Node runs the program; the program's own are in memory.</summary>
internal static partial class Host
{
    /// <summary>Copies a folder of the machine into the program's memory, where it has the same path.</summary>
    public static void CopyIn(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in List(folder))
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Read(path));
        }
    }

    /// <summary>Puts what the program's memory has of a folder in the place of the machine's.</summary>
    public static void CopyOut(string folder)
    {
        Remove(folder);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            Write(path, File.ReadAllBytes(path));
        }
    }

    [JSImport("list", "host")]
    [return: JSMarshalAs<JSType.Array<JSType.String>>]
    private static partial string[] List(string folder);

    [JSImport("read", "host")]
    [return: JSMarshalAs<JSType.Array<JSType.Number>>]
    private static partial byte[] Read(string file);

    [JSImport("write", "host")]
    private static partial void Write(string file, [JSMarshalAs<JSType.Array<JSType.Number>>] byte[] content);

    [JSImport("remove", "host")]
    private static partial void Remove(string folder);
}
