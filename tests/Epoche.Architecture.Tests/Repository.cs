namespace Epoche.Architecture.Tests;

/// <summary>The clone that these tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", ".git", "artifacts", "TestResults", "runs"];

    /// <summary>Set to 1 to let the tests rewrite the approved files instead of comparing with them.</summary>
    public const string AcceptVariable = "EPOCHE_ACCEPT";

    public static string Root { get; } = FindRoot();

    public static bool Accepts => Environment.GetEnvironmentVariable(AcceptVariable) == "1";

    /// <summary>Paths relative to <see cref="Root"/> with forward slashes, in ordinal order, build outputs left out.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*") => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => NotOurs.Contains(part)))
        .Order(StringComparer.Ordinal)
        .ToList();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Compares with a file that a person approved, or rewrites it when asked to.</summary>
    public static void AssertApproved(string path, string received)
    {
        string full = Path.Combine(Root, path);
        if (Accepts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, received);
            return;
        }

        string approved = File.Exists(full) ? File.ReadAllText(full).ReplaceLineEndings("\n") : "";
        if (approved == received)
        {
            return;
        }

        Assert.Fail($"""
            {path} no longer says what the code does:
            {LineDiff.Between(approved, received)}
            If the change is meant, accept it and review the diff of the file: {AcceptVariable}=1 ./test architecture
            """);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Epoche.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No Epoche.slnx above {AppContext.BaseDirectory}: these tests read the sources and run only inside a clone.");
    }
}
