namespace Epoche.Cli.Tests.Bounds;

/// <summary>Errors that quote a file or an argument have at most 2,000 characters, and still say what is wrong.</summary>
public sealed class LongMessageTests
{
    private const int Longest = 2_000;
    private static readonly string s_long = new('x', 900_000);

    [Fact]
    public void A_recipe_with_a_giant_key_value_kind_or_line() => Assert.All(
        [
            ($"kind: {s_long}\n", "kind"), ($"kind: dqn\nseed: {s_long}\n", "seed"), ($"kind: dqn\n{s_long}: 1\n", "not valid YAML"),
            ($"kind: [{s_long}\n", "recipe.yaml"),
            ($"# {s_long}\nkind: other\n", "kind"),
        ],
        file =>
        {
            using TemporaryDirectory directory = new();
            string path = directory["recipe.yaml"];
            File.WriteAllText(path, file.Item1);
            Require(CliRun.Of("train", path, "--runs", directory.Path), 2, file.Item2);
        });

    [Fact]
    public void Arguments_of_any_length() => Assert.All<string[]>(
        [
            [s_long], ["train", s_long], ["train", "cartpole", "--set", s_long], ["train", "cartpole", "--set", $"seed={s_long}"],
            ["train", "cartpole", "--set", $"network.hidden=[{s_long}]"], ["train", "cartpole", "--name", s_long], ["show", s_long],
            ["summary", s_long], ["eval", $"runs/{s_long}"],
        ],
        call => Require(CliRun.Of(call), 2, "xxx"));

    [Fact]
    public void A_result_with_a_giant_status()
    {
        using TemporaryDirectory directory = new();
        Assert.Equal(0, CliRun.Of(ShortRuns.Train("cartpole", "r", directory.Path)).ExitCode);
        string result = directory["r/result.json"];
        File.WriteAllText(result, File.ReadAllText(result).Replace("\"complete\"", $"\"{s_long}\"", StringComparison.Ordinal));

        Require(CliRun.Of("show", directory["r"]), 1, "status");
        CliRun list = CliRun.Of("list", "--runs", directory.Path);
        Assert.Equal(0, list.ExitCode);
        Assert.All(list.Out.Split('\n'), line => Assert.InRange(line.Length, 0, Longest + 200));
    }

    private static void Require(CliRun call, int exitCode, string about)
    {
        Assert.True(call.ExitCode == exitCode, $"{call.ExitCode}: {call.Error[..Math.Min(call.Error.Length, 300)]}");
        Assert.StartsWith("error: ", call.Error, StringComparison.Ordinal);
        Assert.Contains(about, call.Error, StringComparison.Ordinal);
        Assert.InRange(call.Error.Trim().Length, 20, "error: ".Length + Longest);
    }
}
