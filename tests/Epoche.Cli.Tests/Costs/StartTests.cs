namespace Epoche.Cli.Tests.Costs;

/// <summary>Each library that is loaded takes a millisecond or more of a call that a person waits for.</summary>
public sealed class StartTests
{
    /// <summary>Pictures, YAML, tables of a terminal, networks.</summary>
    private static readonly string[] s_unneeded =
    [
        "SixLabors.ImageSharp", "Epoche.Images", "YamlDotNet", "CsvHelper", "Spectre.Console", "Epoche.Learning", "Epoche.Probability",
    ];

    [Theory]
    [InlineData("list")]
    [InlineData("--help")]
    [InlineData("classify", "--help")]
    public void A_quick_call_loads_no_library_that_it_does_not_need(params string[] call)
    {
        CallCost cost = CallCost.Of(call);

        Assert.Equal(0, cost.Run.ExitCode);
        Assert.Contains("epoche", cost.Assemblies);
        Assert.Contains("System.CommandLine", cost.Assemblies);
        Assert.Empty(cost.Assemblies.Intersect(s_unneeded));
    }

    /// <summary>Runs are described by JSON alone.</summary>
    [Fact]
    public void A_list_of_runs_is_quick_too()
    {
        string runs = Path.Combine(AppContext.BaseDirectory, "fixtures", "runs");

        CallCost cost = CallCost.Of("list", "--runs", runs);

        Assert.Contains("return 29.2", cost.Run.Out, StringComparison.Ordinal);
        Assert.Contains("System.Text.Json", cost.Assemblies);
        Assert.Empty(cost.Assemblies.Intersect(s_unneeded));
    }
}
