using System.Text.RegularExpressions;

namespace Epoche.Samples.Tests;

/// <summary>
/// A project of each SDK that refers to the packages and names every public type, under the usings that the SDK adds by itself.
/// </summary>
internal static partial class SdkProjects
{
    public static string Folder { get; } = Path.Combine(Sample.Root, "artifacts", "sdks");

    public static void Write(IEnumerable<string> packages)
    {
        Directory.CreateDirectory(Folder);
        string references = string.Concat(
            packages.Select(name => $"<PackageReference Include=\"{name}\" Version=\"{Packages.Version}\" />"));
        string program = $"""
            using Epoche;
            using Epoche.Tensors;
            using static Epoche.Tensors.Ops;

            Type[] types = [{string.Join(", ", PublicNames().Select(name => $"typeof({name})"))}];
            Console.WriteLine(types.Length + Relu(-1).Item());
            """;
        File.WriteAllText(Path.Combine(Folder, "Directory.Packages.props"), "<Project />"); // versions stand in the projects
        foreach ((string name, string sdk, string framework) in ((string, string, string)[])
        [
            ("Plain", "Microsoft.NET.Sdk", ""),
            ("Web", "Microsoft.NET.Sdk.Web", ""),
            // The framework reference instead of the package Microsoft.Extensions.Hosting.
            ("Worker", "Microsoft.NET.Sdk.Worker", "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />"),
        ])
        {
            string project = Path.Combine(Folder, name);
            Directory.CreateDirectory(project);
            File.WriteAllText(Path.Combine(project, "Program.cs"), program);
            File.WriteAllText(Path.Combine(project, $"{name}.csproj"), $"""
                <Project Sdk="{sdk}">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <RestoreConfigFile>{Path.Combine(Sample.Folder, "packages", "nuget.config")}</RestoreConfigFile>
                  </PropertyGroup>
                  <ItemGroup>{references}{framework}</ItemGroup>
                </Project>
                """);
        }

        File.WriteAllText(
            Path.Combine(Folder, "Sdks.slnx"),
            """
            <Solution>
              <Project Path="Plain/Plain.csproj" />
              <Project Path="Web/Web.csproj" />
              <Project Path="Worker/Worker.csproj" />
            </Solution>
            """);
    }

    /// <summary>The types of the approved API that are not generic.</summary>
    public static IReadOnlyList<string> PublicNames() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Sample.Root, "tests", "Epoche.Architecture.Tests", "Api"), "*.txt")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Select(line => Declaration().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value),
    ];

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|record|interface|enum) (?!struct )([\w.]+)(?: :|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
