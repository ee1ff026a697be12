using System.Reflection;
using System.Security;

namespace Epoche.Experiments;

/// <summary>
/// The project that a C# file is built by: the file, and the library that it uses. It needs no package, hence no network, and nothing of
/// the folders above it counts.
/// </summary>
internal static class SourceProject
{
    /// <summary>The name of the copy that is built.</summary>
    public const string SourceName = "Source.cs";

    private const string ReservedCharacters = "%*?@$();'";

    private static readonly Assembly[] s_library = [typeof(Rng).Assembly, typeof(Dataset).Assembly, typeof(IEnvironment).Assembly];

    /// <summary>What an assembly depends on beside its source: the builds of the library, and how it is built.</summary>
    public static string Identity =>
        string.Join(' ', s_library.Select(assembly => assembly.ManifestModule.ModuleVersionId)) + Text("", "", []);

    /// <summary>The file's name without what an assembly cannot be called.</summary>
    public static string AssemblyName(string path)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(path).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return name.Length == 0 ? "_" : name;
    }

    /// <summary>Writes the project and a copy of the source.</summary>
    /// <returns>The project's file.</returns>
    /// <exception cref="ExperimentException">The library lies in no files of its own.</exception>
    public static string Write(string folder, string path, byte[] content)
    {
        string name = AssemblyName(path), project = Path.Combine(folder, name + ".csproj");
        AtomicFile.Write(Path.Combine(folder, SourceName), content);
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            AtomicFile.Write(Path.Combine(folder, file), "<Project />\n");
        }

        AtomicFile.Write(Path.Combine(folder, ".editorconfig"), "root = true\n");
        AtomicFile.Write(Path.Combine(folder, "global.json"), "{}\n");
        AtomicFile.Write(project, Text(name, SourceName, [.. s_library.Select(assembly => FileOf(assembly, path))]));
        return project;
    }

    private static string FileOf(Assembly assembly, string path)
    {
        string file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".dll");
        return File.Exists(file)
            ? file
            : throw new ExperimentException(
                $"'{path}' is C# source, which is built against {Path.GetFileName(file)}, and this program has no such file: "
                    + "it carries the library inside itself.\n  Build a library against the package, and name its DLL.",
                ExperimentProblem.Failure);
    }

    private static string Text(string name, string source, IReadOnlyList<string> references) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
            <AssemblyName>{name}</AssemblyName>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
            <Features>$(Features);FileBasedProgram</Features>
            <DebugType>embedded</DebugType>
            <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
            <EnableDefaultItems>false</EnableDefaultItems>
            <EnableSourceControlManagerQueries>false</EnableSourceControlManagerQueries>
            <NuGetAudit>false</NuGetAudit>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <Compile Include="{source}" />
            {string.Join("\n    ", references.Select(file => $"<Reference Include=\"{Escape(file)}\" Private=\"false\" />"))}
          </ItemGroup>
        </Project>

        """;

    private static string Escape(string path) => SecurityElement.Escape(
        string.Concat(path.Select(c => ReservedCharacters.Contains(c, StringComparison.Ordinal) ? $"%{(int)c:X2}" : $"{c}")));
}
