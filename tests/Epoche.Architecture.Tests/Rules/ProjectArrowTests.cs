using System.Xml.Linq;

namespace Epoche.Architecture.Tests.Rules;

/// <summary>Which project may see which. Whatever is not written here is forbidden.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Epoche.Core"] = [],
        ["Epoche.Learning"] = ["Epoche.Core"],
        ["Epoche.Probability"] = ["Epoche.Learning"],
        ["Epoche.Reinforcement"] = ["Epoche.Learning", "Epoche.Probability"],
        ["Epoche.Images"] = ["Epoche.Learning"],
        ["Epoche.Tuning"] = ["Epoche.Core"],
        ["Epoche.Tuning.PostgreSql"] = ["Epoche.Tuning"],
        ["Epoche.Distributed"] = ["Epoche.Core", "Epoche.Learning"],
        ["Epoche.Tracking"] = ["Epoche.Core"],
        ["Epoche.Experiments"] =
        [
            "Epoche.Core", "Epoche.Learning", "Epoche.Probability", "Epoche.Reinforcement", "Epoche.Images", "Epoche.Tuning",
            "Epoche.Distributed", "Epoche.Tracking",
        ],
        ["Epoche.Studio"] = ["Epoche.Experiments"],
        ["Epoche.Cli"] =
        [
            "Epoche.Core", "Epoche.Learning", "Epoche.Probability", "Epoche.Reinforcement", "Epoche.Images", "Epoche.Tuning",
            "Epoche.Tuning.PostgreSql", "Epoche.Distributed", "Epoche.Tracking", "Epoche.Experiments", "Epoche.Studio",
        ],
    };

    // ImageSharp decodes pictures; CsvHelper splits CSV files into cells and writes them, YamlDotNet reads the recipes and model files; the
    // terminal is the program's alone.
    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Epoche.Images"] = ["SixLabors.ImageSharp"],
        ["Epoche.Learning"] = ["CsvHelper", "YamlDotNet"],
        ["Epoche.Experiments"] = ["CsvHelper"],
        ["Epoche.Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files("src", "*.csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_sees_only_what_the_design_lets_it_see(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.ContainsKey(name), $"{name} is not in the design: add it, and its arrows, to {nameof(ProjectArrowTests)}.");

        Violations.None(References(project, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Except(Allowed[name]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_packages_it_was_given(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);

        Violations.None(References(project, "PackageReference").Except(AllowedPackages.GetValueOrDefault(name, [])));
    }

    [Fact]
    public void Package_versions_stand_in_one_file() => Violations.None(
        from project in Repository.Files(".", "*.csproj")
        from reference in XDocument.Parse(Repository.Read(project)).Descendants("PackageReference")
        where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
        select $"{project}: {reference}");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        IEnumerable<string> listed = XDocument.Parse(Repository.Read("Epoche.slnx")).Descendants("Project")
            .Select(project => (string)project.Attribute("Path")!);

        // Those that refer to packages can only be built once these are made; PackageTests does both. The browser's needs its runtime from
        // NuGet; PlatformTests publishes it.
        Assert.Equal(
            Repository.Files(".", "*.csproj").Where(path => !path.StartsWith("samples/packages/", StringComparison.Ordinal)
                && !path.StartsWith("tests/Epoche.Platforms.Browser/", StringComparison.Ordinal)),
            listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Parse(Repository.Read(project)).Descendants(kind).Select(reference => (string)reference.Attribute("Include")!);
}
