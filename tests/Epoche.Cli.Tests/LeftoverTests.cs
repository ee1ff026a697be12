namespace Epoche.Cli.Tests;

/// <summary>What processes that were killed had begun to write goes with the next command on that run.</summary>
public sealed class LeftoverTests
{
    private static readonly string[] s_left =
    [
        $".result.json.{int.MaxValue}-3.tmp", $"model/.weights.safetensors.next.{int.MaxValue}-9.tmp", $".episode.gif.{int.MaxValue}-1.tmp",
        $"checkpoints/.new-0.{int.MaxValue}-5.tmp", $"checkpoints/.checkpoint-000000009-0123456789abcdef.json.{int.MaxValue}-5.tmp",
    ];

    [Theory]
    [InlineData("resume")]
    [InlineData("eval", "--episodes", "2")]
    [InlineData("report")]
    public void The_next_command_on_a_run_removes_them(string command, params string[] options)
    {
        using TemporaryDirectory directory = new();
        Assert.Equal(0, CliRun.Of(ShortRuns.Train("cartpole", "r", directory.Path)).ExitCode);
        string[] before = Files(directory["r"]);
        if (command == "resume")
        {
            File.Delete(Path.Combine(directory["r"], "result.json"));
        }

        foreach (string name in s_left)
        {
            File.WriteAllText(Path.Combine(directory["r"], name), "half");
        }

        string other = Path.Combine(directory["r"], ".mine.tmp");
        File.WriteAllText(other, "not ours");

        CliRun call = CliRun.Of([command, directory["r"], .. options]);

        Assert.True(call.ExitCode == 0, call.Error);
        Assert.Equal(
            [
                .. before.Where(name => !name.Contains("tfevents", StringComparison.Ordinal)).Append(".mine.tmp")
                    .Order(StringComparer.Ordinal),
            ],
            Files(directory["r"]).Where(name => !name.Contains("tfevents", StringComparison.Ordinal)
                && (command != "resume" || !name.StartsWith("checkpoints", StringComparison.Ordinal) || before.Contains(name))));
    }

    private static string[] Files(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal),
    ];
}
