using System.Text;
using System.Text.Json;

namespace Epoche.Cli.Tests;

/// <summary>
/// Names and texts that come from somebody else, with what terminals obey in them: they are shown, and nothing of them changes a colour,
/// a title or the place of the cursor, or looks like a line of ours.
/// </summary>
public sealed class HostileTextTests : IDisposable
{
    /// <summary>A title, a colour, a line of its own, the other direction, and what C1 and Unicode have.</summary>
    private const string Evil = "x\e]0;title\a\e[31m\r\b\nFORGED: run this\u202egnp\u2066\u200f\u0085\u009b1m\u2028\u007f";

    /// <summary>The same in a double-quoted text of YAML.</summary>
    private const string EvilYaml = "x\\e]0;title\\a\\e[31m\\r\\b\\nFORGED: run this\\u202egnp\\u2066\\u200f\\N\\x9b1m\\L\\x7f";

    private static readonly string[] s_runCommands = ["show", "resume", "eval", "play", "report", "doubt", "summary"];

    private readonly TemporaryDirectory _directory = new();

    public static bool HasSuchNames => !OperatingSystem.IsWindows();

    public void Dispose() => _directory.Dispose();

    [Fact(Skip = "needs file names with control characters", SkipUnless = nameof(HasSuchNames))]
    public void A_run_with_such_a_name_and_result_is_shown_by_every_command()
    {
        Run(_directory["runs"]);
        string path = Path.Combine(_directory["runs"], Evil);

        AssertShown(CliRun.Of("list", "--runs", _directory["runs"]), 0, @"x\u001b]0;title\u0007\u001b[31m\u000d\u0008\u000aFORGED");
        foreach (string command in s_runCommands)
        {
            AssertShown(CliRun.Of(command, path));
            AssertShown(CliRun.Of(command, path + "not"), 2);
            AssertShown(CliRun.Of(command, path, "--" + Evil), 2);
        }

        AssertShown(CliRun.Of("classify", path, path), 2);
        AssertShown(CliRun.Of("show", path), 0, @"set x\u001b]0;title");
        AssertShown(CliRun.Of("resume", path, "--json"), 0, @"(set x\u001b]0;title");
    }

    [Fact(Skip = "needs file names with control characters", SkipUnless = nameof(HasSuchNames))]
    public void What_is_wrong_with_such_a_run_is_one_line()
    {
        RunFolder run = Run(_directory["runs"]);
        foreach (string result in (string[])["{", "{\"run\": 1}", $"{{\"{JsonEncodedText.Encode(Evil)}\": "])
        {
            File.WriteAllText(run.ResultPath, result);
            AssertShown(CliRun.Of("list", "--runs", _directory["runs"]), 0, "damaged: ");
            AssertShown(CliRun.Of("show", run.Path), 1);
        }

        File.Delete(run.ResultPath);
        foreach (string recipe in (string[])[$"kind: \"{EvilYaml}\"", $"\"{EvilYaml}\": 1", $"kind: dqn\nenvironment: \"{EvilYaml}\"",
            $"kind: dqn\nsteps: \"{EvilYaml}\"", $"kind: [\"{EvilYaml}\"", $"kind: imitation\nagent: \"{EvilYaml}\"\nnetworks: [[4]]"])
        {
            File.WriteAllText(run.RecipePath, recipe);
            AssertShown(CliRun.Of("resume", run.Path));
            AssertShown(CliRun.Of("eval", run.Path));
            AssertShown(CliRun.Of("list", "--runs", _directory["runs"]), 0);
            AssertShown(CliRun.Of("show", run.Path), 0);
            AssertShown(CliRun.Of("train", run.RecipePath, "--runs", _directory["new"]));
            AssertShown(CliRun.Of("curves", run.RecipePath, "--runs", _directory["new"]));
        }
    }

    [Theory]
    [InlineData("train", "cartpole", "--name", Evil)]
    [InlineData("train", "cartpole", "--set", Evil)]
    [InlineData("train", "cartpole", "--set", Evil + "=1")]
    [InlineData("train", "cartpole", "--set", "environment=\"" + EvilYaml + "\"")]
    [InlineData("train", "cartpole", "--set", "name=\"" + EvilYaml + "\"")]
    [InlineData("train", "cartpole", "--set", "optimizer.kind=\"" + EvilYaml + "\"")]
    [InlineData("train", "cartpole", "--set", "environment=" + Evil)]
    [InlineData("train", "cartpole", "--seed", Evil)]
    [InlineData("train", "cartpole", "--steps", Evil)]
    [InlineData("train", "cartpole", "--runs", "/dev/null/" + Evil)]
    [InlineData("train", Evil)]
    [InlineData("train", "cartpole", Evil)]
    [InlineData(Evil)]
    [InlineData("--" + Evil)]
    [InlineData("show", Evil)]
    [InlineData("show", "cartpole", "--graph", Evil)]
    [InlineData("env", "check", Evil)]
    [InlineData("env", "check", Evil + ".dll")]
    [InlineData("env", "check", Evil + ".cs")]
    [InlineData("env", "bench", Evil)]
    [InlineData("env", "bench", Evil + ".dll:" + Evil)]
    [InlineData("env", "score", Evil)]
    [InlineData("env", "trace", "CartPole-v1", "--actions", Evil)]
    [InlineData("env", "trace", "CartPole-v1", "--actions", "@" + Evil)]
    [InlineData("data", Evil)]
    [InlineData("data", "mnist", "--from", Evil)]
    [InlineData("data", "mnist", "--from", "file:///" + Evil)]
    [InlineData("curves", "cartpole", "--optimizers", Evil)]
    [InlineData("curves", "cartpole", "--seeds", Evil)]
    [InlineData("ablation", "refuse", "--set", Evil)]
    [InlineData("ablation", Evil)]
    [InlineData("imitate", "--agent", Evil)]
    [InlineData("imitate", "--set", Evil + "=1")]
    [InlineData("play", Evil, "--human")]
    [InlineData("play", "Catch-8x8", "--mp4", "/dev/null/" + Evil)]
    [InlineData("play", "Catch-8x8", "--gif", "/dev/null/" + Evil)]
    [InlineData("classify", Evil, Evil)]
    [InlineData("eval", "--inversion", Evil)]
    public void An_argument_with_such_text_is_an_error_that_shows_it(params string[] args)
    {
        string[] own = args[0] is "train" or "curves" or "imitate" && !args.Contains("--runs") ? ["--runs", _directory["new"]]
            : args is ["data", "mnist", ..] ? ["--out", _directory["data"]]
            : [];
        CliRun call = CliRun.Of([.. args, .. own]);

        AssertShown(call);
        Assert.NotEqual(0, call.ExitCode);
        Assert.StartsWith("error: ", call.Error);
        Assert.DoesNotContain("This is unexpected", call.Error);
    }

    [Fact(Skip = "needs file names with control characters", SkipUnless = nameof(HasSuchNames))]
    public void Names_of_files_and_of_parts_of_them_are_shown()
    {
        string folder = Directory.CreateDirectory(_directory[Evil]).FullName;
        byte[] chunk = [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', 0, 0, 0, 13, 0x1b, (byte)'[', (byte)'3', 0x0a, .. new byte[20]];
        foreach ((string name, byte[] content) in ((string, byte[])[])[
            ("a.dll", chunk), ("a.cs", Encoding.UTF8.GetBytes("class\e[31m {")), ("a.epoche", chunk), ("a.png", chunk), ("a.yaml", chunk)])
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
            AssertShown(CliRun.Of("show", Path.Combine(folder, name)));
            AssertShown(CliRun.Of("summary", Path.Combine(folder, name)));
            AssertShown(CliRun.Of("train", Path.Combine(folder, name)));
        }

        AssertShown(CliRun.Of("env", "check", Path.Combine(folder, "a.dll")), 2, @"FORGED: run this\u202egnp");
    }

    [Fact]
    public void A_model_with_such_names_is_shown()
    {
        Sequential model = [new Dense(2) { Name = "layer\e[31m" }];
        model.Build([3], seed: 1);
        model.Save(_directory["m"]);

        AssertShown(CliRun.Of("show", _directory["m"], "--graph", _directory["m.svg"]), 0, @"layer\u001b[31m");

        Assert.Contains(@"layer\u001b[31m", File.ReadAllText(_directory["m.svg"]));
    }

    [Fact(Skip = "needs file names with control characters", SkipUnless = nameof(HasSuchNames))]
    public void A_report_of_such_a_run_has_no_control_character()
    {
        RunFolder run = Run(_directory["runs"]);
        File.WriteAllText(run.RecipePath, File.ReadAllText(run.RecipePath) + "# \e[31m\u202e\n");

        CliRun call = CliRun.Of("report", run.Path, "--out", _directory["report.html"]);

        AssertShown(call, 0);
        string page = File.ReadAllText(_directory["report.html"]);
        Assert.Equal("", Obeyed(page));
        Assert.Contains(@"# \u001b[31m\u202e", page);
    }

    /// <summary>A complete run of a recipe, under the name, with a result that holds it wherever there are words.</summary>
    private static RunFolder Run(string runs)
    {
        string recipe = Experiment.Load("cartpole").Recipe.ResolvedYaml, name = JsonEncodedText.Encode(Evil).ToString();
        RunFolder made = RunFolder.Create(runs, "made", "made", recipe);
        File.WriteAllText(
            made.ResultPath,
            $$"""
            {"run":"{{name}}","recipe":"{{name}}","seed":1,"status":"complete","problem":"{{name}}","wall_seconds":1,"updates":5,
             "evaluation":{"examples":5,"accuracy":0.5,"loss":1,"set":"set {{name}}","{{name}}":0.5},"weights_sha256":"{{name}}",
             "details":{"{{name}}":"{{name}}"} }
            """);
        Directory.Move(made.Path, Path.Combine(runs, Evil));
        return RunFolder.Open(Path.Combine(runs, Evil));
    }

    /// <summary>What a terminal would obey in a text.</summary>
    private static string Obeyed(string text) =>
        string.Concat(text.Where(c => c != '\n' && Shown.Text($"{c}") != $"{c}").Distinct().Select(c => $"U+{(int)c:x4} "));

    private static void AssertShown(CliRun call, int? exitCode = null, string contains = "")
    {
        foreach (string text in (string[])[call.Out, call.Error])
        {
            Assert.Equal("", Obeyed(text));
            Assert.DoesNotContain(text.Split('\n'), line => line.TrimStart().StartsWith("FORGED", StringComparison.Ordinal));
        }

        Assert.Contains(contains, call.Out + call.Error);
        Assert.DoesNotContain("This is unexpected", call.Error);
        Assert.True(exitCode is null || exitCode == call.ExitCode, $"{call.ExitCode}\n{call.Out}{call.Error}");
    }
}
