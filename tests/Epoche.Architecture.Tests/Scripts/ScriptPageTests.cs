namespace Epoche.Architecture.Tests.Scripts;

/// <summary>The scripts in the root of the clone, and what README says of them.</summary>
public sealed class ScriptPageTests
{
    /// <summary>On Windows a script is called without its extension, or with it.</summary>
    [Fact]
    public void README_names_every_script()
    {
        string page = Repository.Read("README.md");
        string[] scripts = [.. Directory.EnumerateFiles(Repository.Root).Select(path => Path.GetFileName(path)).Where(IsScript)];

        Assert.Equal(["bench", "epoche", "epoche.cmd", "test", "test.cmd"], scripts.Order(StringComparer.Ordinal));
        Assert.All(scripts, script => Assert.True(
            page.Contains($"./{script}", StringComparison.Ordinal) || page.Contains($"`{script}`", StringComparison.Ordinal)
            || page.Contains($".\\{Path.GetFileNameWithoutExtension(script)}", StringComparison.Ordinal),
            $"README does not say that there is {script}."));
    }

    /// <summary>They are not run here: their text says the same as that of the others.</summary>
    [Theory]
    [InlineData("epoche", "Building epoche: once, and again after a change of its sources. Takes one to two minutes")]
    [InlineData("epoche", "the first time it asks NuGet for packages.")]
    [InlineData("test", "Building everything (about two minutes on two cores, the first time), then some 7,000 tests (about ten) ...")]
    public void The_scripts_of_Windows_say_what_they_build_and_how_long_it_takes(string script, string text)
    {
        Assert.Contains(text, Repository.Read(script), StringComparison.Ordinal);
        Assert.Contains(text, Repository.Read($"{script}.cmd").Replace("^", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static bool IsScript(string file) =>
        file.EndsWith(".cmd", StringComparison.Ordinal)
        || (!file.Contains('.', StringComparison.Ordinal) && Repository.Read(file).StartsWith("#!", StringComparison.Ordinal));
}
