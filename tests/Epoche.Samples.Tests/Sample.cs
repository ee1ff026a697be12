namespace Epoche.Samples.Tests;

/// <summary>Runs a sample the way its first lines tell the reader to: <c>dotnet run -c Release samples/NAME.cs</c>.</summary>
internal static class Sample
{
    public static string Root { get; } = FindRoot();

    public static string Folder { get; } = Path.Combine(Root, "samples");

    /// <summary>All of them, those that refer to packages included.</summary>
    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder, "*.cs")
            .Concat(Directory.EnumerateFiles(Path.Combine(Folder, "packages"), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>The lines that the sample printed. It must end well.</summary>
    public static Task<string[]> RunAsync(string name, CancellationToken cancellation) =>
        DotNet.RunAsync(["run", "-c", "Release", name], Folder, cancellation);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Epoche.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Epoche.slnx above {AppContext.BaseDirectory}: the samples are run from a clone.");
    }
}
