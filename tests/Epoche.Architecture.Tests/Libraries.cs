using System.Reflection;

namespace Epoche.Architecture.Tests;

/// <summary>The packages a user installs: every project in src but the program.</summary>
internal static class Libraries
{
    public static IReadOnlyList<string> Names { get; } =
        [.. Repository.Files("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != "Epoche.Cli")];

    /// <summary>Every project in src, the program too.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Repository.Files("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path))];

    public static Assembly Load(string name) => Assembly.Load(new AssemblyName(name == "Epoche.Cli" ? "epoche" : name));
}
