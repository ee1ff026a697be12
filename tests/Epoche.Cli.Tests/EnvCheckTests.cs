using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Versioning;
using System.Text.Json;

namespace Epoche.Cli.Tests;

public sealed class EnvCheckTests
{
    private static readonly string s_own = typeof(OwnWalk).Assembly.Location;

    [Fact]
    public void An_environment_that_comes_along_passes()
    {
        CliRun run = CliRun.Of("env", "check", "Catch-8x8");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("  pass  seed        A seed fixes every number", run.Out);
        Assert.Equal($"{EnvironmentCheck.Rules.Count} passed", run.LastLine);
    }

    [Fact]
    public void An_environment_of_an_assembly_passes()
    {
        CliRun run = CliRun.Of("env", "check", $"{s_own}:OwnWalk");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("Epoche.Cli.Tests.OwnWalk", run.Out);
        Assert.Contains("observation [1], actions discrete(2), at most 30 steps", run.Out);
        Assert.Contains("observations within [0, 4], rewards within [0, 1]", run.Out);
        Assert.Equal($"{EnvironmentCheck.Rules.Count} passed", run.LastLine);
    }

    [Fact]
    public void A_broken_rule_is_named_with_its_meaning_and_a_likely_fix()
    {
        CliRun run = CliRun.Of("env", "check", $"{s_own}:Epoche.Cli.Tests.OwnNaN");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        EnvironmentRule rule = EnvironmentCheck.Rules.Single(r => r.Name == "finite");
        foreach (string text in (string[])["  FAIL  finite", "is NaN.", rule.Meaning, rule.LikelyFix])
        {
            Assert.Contains(text, run.Out);
        }

        Assert.EndsWith("1 failed", run.LastLine);
    }

    [Fact]
    public void The_last_line_is_for_a_program()
    {
        CliRun run = CliRun.Of("env", "check", $"{s_own}:OwnNaN", "--json");

        Assert.Equal(1, run.ExitCode);
        using JsonDocument json = JsonDocument.Parse(run.Out);
        JsonElement[] checks = [.. json.RootElement.GetProperty("checks").EnumerateArray()];
        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(EnvironmentCheck.Rules.Select(rule => rule.Name), checks.Select(check => check.GetProperty("name").GetString()));
        JsonElement finite = checks.Single(check => check.GetProperty("name").GetString() == "finite");
        Assert.Equal("failed", finite.GetProperty("outcome").GetString());
        Assert.Contains("NaN", finite.GetProperty("observed").GetString());
    }

    [Fact]
    public void Where_there_are_several_they_are_listed() => AssertRefuses(
        s_own,
        $"{s_own} has 3 environments: Epoche.Cli.Tests.OwnNaN, Epoche.Cli.Tests.OwnThrowing, Epoche.Cli.Tests.OwnWalk.\n"
        + $"  Say which, such as {s_own}:OwnNaN");

    [Theory]
    [InlineData("OwnWlak", " Did you mean 'OwnWalk'?")]
    [InlineData("OwnMaze", "")]
    public void A_type_that_is_not_there_is_refused(string type, string hint) => AssertRefuses(
        $"{s_own}:{type}",
        $"Epoche.Cli.Tests.dll has no environment '{type}'.{hint}\n"
        + "  Environments: Epoche.Cli.Tests.OwnNaN, Epoche.Cli.Tests.OwnThrowing, Epoche.Cli.Tests.OwnWalk.");

    [Fact]
    public void What_a_constructor_throws_is_said() => AssertRefuses(
        $"{s_own}:OwnThrowing",
        "The constructor of Epoche.Cli.Tests.OwnThrowing threw FileNotFoundException: There is no map.txt.",
        exitCode: 1);

    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["text.dll"], "not a library");
        File.WriteAllBytes(directory["empty.dll"], []);
        File.WriteAllBytes(directory["cut.dll"], File.ReadAllBytes(s_own)[..1000]);

        AssertRefuses(directory["none.dll"], $"There is no file '{directory["none.dll"]}'.");
        foreach (string name in (string[])["text.dll", "empty.dll", "cut.dll"])
        {
            AssertRefuses(
                directory[name],
                $"{directory[name]} is not a .NET assembly: it is another file, or a damaged one.\n"
                + "  Give the DLL that 'dotnet build' makes, such as bin/Release/net10.0/Snake.dll.");
        }
    }

    [Fact]
    public void An_assembly_without_an_environment_is_refused()
    {
        using TemporaryDirectory directory = new();
        Make(directory["Plain.dll"], ".NETCoreApp,Version=v10.0");

        AssertRefuses(
            directory["Plain.dll"],
            $"{directory["Plain.dll"]} has no environment: no public type in it implements IEnvironment.\n"
            + "  It does not refer to Epoche.Reinforcement, which declares IEnvironment.");
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v97.0", ".NET 97.0")]
    [InlineData(".NETFramework,Version=v4.8", ".NET Framework 4.8")]
    public void An_assembly_for_another_framework_is_refused(string framework, string name)
    {
        using TemporaryDirectory directory = new();
        Make(directory["Later.dll"], framework);

        AssertRefuses(
            directory["Later.dll"],
            $"{directory["Later.dll"]} is built for {name}; this is .NET 10.0.\n"
            + "  Build it with <TargetFramework>net10.0</TargetFramework>.");
    }

    [Fact]
    public void A_name_that_is_not_known_is_refused() => AssertRefuses(
        "CartPool-v1",
        "There is no environment 'CartPool-v1'. Did you mean 'CartPole-v1'?\n"
        + "  Environments: " + EnvironmentNames.All + ".");

    private static void AssertRefuses(string what, string message, int exitCode = 2) =>
        CliRun.Of("env", "check", what).AssertFailed(exitCode, message);

    /// <summary>An assembly with one public class, for a framework.</summary>
    private static void Make(string path, string framework)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName(Path.GetFileNameWithoutExtension(path)), typeof(object).Assembly);
        assembly.SetCustomAttribute(
            new CustomAttributeBuilder(typeof(TargetFrameworkAttribute).GetConstructor([typeof(string)])!, [framework]));
        assembly.DefineDynamicModule("main").DefineType("Thing", TypeAttributes.Public).CreateType();
        assembly.Save(path);
    }
}
