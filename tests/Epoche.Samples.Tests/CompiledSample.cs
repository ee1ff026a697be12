using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Epoche.Samples.Tests;

/// <summary>
/// A sample, compiled in this process against the projects that its first lines name, and run: what <c>dotnet run</c>
/// does, without the seconds of a build.
/// </summary>
internal static class CompiledSample
{
    private const string Project = "#:project ../";

    private static readonly string s_folder = Path.Combine(Sample.Root, "artifacts", "samples");

    private static readonly Lazy<string> s_libraries = new(CopyLibraries);

    /// <summary>The lines that the sample printed. It must compile without a warning and end well.</summary>
    /// <param name="name">The sample's file.</param>
    /// <param name="shortened">A part of it that takes long, and what stands there instead; default for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="arguments">What it is given.</param>
    public static Task<string[]> RunAsync(
        string name, (string Long, string Short) shortened, CancellationToken cancellation, params string[] arguments)
    {
        string code = File.ReadAllText(Path.Combine(Sample.Folder, name));
        if (shortened != default)
        {
            Assert.Contains(shortened.Long, code, StringComparison.Ordinal);
            code = code.Replace(shortened.Long, shortened.Short, StringComparison.Ordinal);
        }

        return RunAsync(name, code, Libraries(code), Sample.Folder, cancellation, arguments);
    }

    /// <summary>The lines that a block of a page printed. It may use every library, as in a project that refers to all packages.</summary>
    /// <param name="block">The block.</param>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Task<string[]> RunAsync(Fence block, string folder, CancellationToken cancellation)
    {
        string name = $"{Path.GetFileNameWithoutExtension(block.Page)}-{block.Line}";
        HashSet<string> all =
        [
            .. Directory.EnumerateFiles(s_libraries.Value, "*.dll").Select(path => Path.GetFileNameWithoutExtension(path))
                .Where(library => library.StartsWith("Epoche.", StringComparison.Ordinal)),
        ];
        return RunAsync(name, block.Text, all, folder, cancellation);
    }

    private static Task<string[]> RunAsync(
        string name, string code, IReadOnlySet<string> libraries, string folder, CancellationToken cancellation, params string[] arguments)
    {
        string program = Path.Combine(s_libraries.Value, $"Sample.{name}.dll");
        File.WriteAllBytes(program, Pasted.Emit(code, libraries));
        string configuration = Path.Combine(AppContext.BaseDirectory, "Epoche.Samples.Tests.runtimeconfig.json");
        return DotNet.RunAsync(["exec", "--runtimeconfig", configuration, program, .. arguments], folder, cancellation);
    }

    /// <summary>The names of the libraries that a program may use: the projects that it names, and those that these refer to.</summary>
    private static HashSet<string> Libraries(string code)
    {
        HashSet<string> names = [];
        Queue<string> folders = new(code.Split('\n').Where(line => line.StartsWith(Project, StringComparison.Ordinal))
            .Select(line => Path.Combine(Sample.Root, line[Project.Length..].Trim())));
        while (folders.TryDequeue(out string? folder))
        {
            string path = Directory.EnumerateFiles(folder, "*.csproj").Single();
            if (names.Add(Path.GetFileNameWithoutExtension(path)))
            {
                IEnumerable<string> references = XDocument.Load(path).Descendants("ProjectReference")
                    .Select(each => each.Attribute("Include")!.Value);
                references.ToList().ForEach(reference => folders.Enqueue(Path.GetDirectoryName(Path.GetFullPath(reference, folder))!));
            }
        }

        return names;
    }

    /// <summary>The libraries lie beside the program, as after a build.</summary>
    private static string CopyLibraries()
    {
        Directory.CreateDirectory(s_folder);
        foreach (string path in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
        {
            string name = Path.GetFileName(path);
            if (name is "YamlDotNet.dll" or "CsvHelper.dll" or "SixLabors.ImageSharp.dll"
                || (name.StartsWith("Epoche.", StringComparison.Ordinal) && !name.Contains(".Tests", StringComparison.Ordinal)))
            {
                File.Copy(path, Path.Combine(s_folder, name), overwrite: true);
            }
        }

        return s_folder;
    }
}
