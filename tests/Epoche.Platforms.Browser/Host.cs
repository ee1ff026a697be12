using System.Runtime.InteropServices.JavaScript;

namespace Epoche.Platforms;

/// <summary>The files of the machine on which Node runs the program; the program's own are in memory.</summary>
internal static partial class Host
{
    /// <summary>Copies a folder of the machine into the program's memory.</summary>
    public static void CopyIn(string host, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in List(host))
        {
            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Read($"{host}/{file}"));
        }
    }

    /// <summary>Puts what is in a folder of the program's memory in the place of a folder of the machine.</summary>
    public static void CopyOut(string folder, string host)
    {
        Remove(host);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            Write($"{host}/{Path.GetRelativePath(folder, path)}", File.ReadAllBytes(path));
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
