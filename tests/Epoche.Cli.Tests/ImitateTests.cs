using System.Text.Json;
using Epoche.Conformance;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche imitate</c>.</summary>
public sealed class ImitateTests(ImitateTests.Agent agent) : IClassFixture<ImitateTests.Agent>
{
    private static readonly string[] s_small =
    [
        "--epochs", "12", "--set", "networks=[[], [16], [32, 32]]", "--set", "evaluation.episodes=20", "--json", "--quiet",
    ];

    [Fact]
    public void A_study_leaves_its_records_its_models_its_curves_and_its_table()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of(["imitate", "--agent", agent.Run, "--runs", directory.Path, .. s_small]);

        Assert.True(run.ExitCode == 0, run.Error);
        string study = directory["imitate-0"];
        JsonElement result = Json(run);
        Assert.Equal(
            [10, 16 * 5 + 34, 32 * 5 + 32 * 33 + 66],
            result.GetProperty("details").GetProperty("networks").EnumerateArray().Select(n => n.GetProperty("parameters").GetInt32()));
        Assert.Equal(1_001, File.ReadAllLines(Path.Combine(study, "train.csv")).Length);
        Assert.Equal(
            "cart_position,cart_velocity,pole_angle,pole_velocity,action", File.ReadLines(Path.Combine(study, "test.csv")).First());
        Assert.NotEqual(File.ReadAllText(Path.Combine(study, "train.csv")), File.ReadAllText(Path.Combine(study, "test.csv")));
        Assert.Equal(12, RunLog.Read(Path.Combine(study, "32x2")).Scalars("test/loss").Count);
        Assert.Equal("[4]", Sequential.Load(Path.Combine(study, "linear", "model")).InputShape.ToString());
        string table = File.ReadAllText(Path.Combine(study, "table.md")), page = File.ReadAllText(Path.Combine(study, "report.html"));
        Assert.Contains("| always ", table);
        Assert.Contains("| 32×2 ", table);
        Assert.Contains("Test accuracy", page);
        Assert.DoesNotContain("| 32×2 ", page); // the table is one, not its Markdown
        Assert.Contains(HtmlKit.Check(page).Descendants("tr"), row => row.Elements().First().Value == "32×2" && row.Elements().Any(
            cell => (string?)cell.Attribute("data-name") == "test accuracy"));
        SvgKit.RequirePlainColours(File.ReadAllText(Path.Combine(study, "curves.svg")));
        Assert.All(
            Directory.GetFiles(study, "*.yaml", SearchOption.AllDirectories), path => YamlKit.RequireOneReading(File.ReadAllText(path)));
        Assert.Equal(2 * 540, ImageFile.Read(Path.Combine(study, "curves.png")).Height);
        double baseline = result.GetProperty("details").GetProperty("baseline").GetProperty("test_accuracy").GetDouble();
        Assert.InRange(baseline, 0.4, 0.6);
        Assert.All(
            result.GetProperty("details").GetProperty("networks").EnumerateArray(),
            n => Assert.True(n.GetProperty("test_accuracy").GetDouble() > baseline));

        Assert.Contains("1,000 examples: accuracy", CliRun.Of("list", "--runs", directory.Path).Out);
        Assert.Contains("| 32×2 ", CliRun.Of("show", study).Out);
        Assert.Equal(0, CliRun.Of("report", study, "--out", directory["again.html"]).ExitCode);
        Assert.Equal(page, File.ReadAllText(directory["again.html"]));
        Assert.Equal(run.LastLine, CliRun.Of("resume", study, "--json").LastLine);
        Assert.StartsWith("1,000 examples (test.csv; the best network, ", CliRun.Of("eval", study).Out);
        Assert.Contains(
            "CartPole-v1, network 32x2, seed 0: return", CliRun.Of("play", Path.Combine(study, "32x2"), "--gif", directory["a.gif"]).Out);
        Assert.True(File.Exists(directory["a.gif"]));
        Assert.Contains(
            "CartPole-v1, agent, seed 0: return 500", CliRun.Of("play", Path.Combine(study, "agent"), "--gif", directory["b.gif"]).Out);
        CliRun.Of("summary", study).AssertFailed(
            2,
            $"The run '{study}' has several models, each in a folder of its own: name one, such as '{Path.Combine(study, "16")}'.");
        Assert.Contains("[batch, 32]", CliRun.Of("summary", Path.Combine(study, "32x2"), "--graph").Out);
        CliRun.Of("summary", Path.Combine(study, "32x2"), "--graph", directory["graph.png"]).AssertFailed(
            2, $"--graph draws an SVG picture, so the file ends in .svg; received '{directory["graph.png"]}'.");
        Assert.False(File.Exists(directory["graph.png"]));
        CliRun.Of("train", study).AssertFailed(
            2,
            $"'{study}' is a run. 'epoche resume {study}' resumes it; 'epoche train {Path.Combine(study, "recipe.yaml")}' makes another of "
            + "its recipe.");
        CliRun.Of("resume", study, "--steps", "5").AssertFailed(
            2,
            "--steps is not for 'imitate': its networks are trained for 12 epochs each. Begin another by 'epoche imitate --epochs N'.");
    }

    [Fact]
    public void A_few_records_make_one_batch_and_a_network_that_learned_nothing_underfits()
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of(
            "imitate",
            "--agent",
            agent.Run,
            "--runs",
            directory.Path,
            "--pairs",
            "20",
            "--epochs",
            "1",
            "--set",
            "networks=[[], [16]]",
            "--set",
            "evaluation.episodes=5",
            "--quiet");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20 training pairs", run.Out);
        Assert.Contains("no more than always the same action would", run.Out);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_on_any_number_of_threads()
    {
        using TemporaryDirectory directory = new();
        string[] call = ["imitate", "--agent", agent.Run, "--runs", directory.Path, .. s_small];

        CliRun one = CliRun.Of([.. call, "--threads", "1"]), two = CliRun.Of([.. call, "--threads", "2"]), other = CliRun.Of(
            [.. call, "--seed", "1"]);

        Assert.Equal(one.WeightsSha256, two.WeightsSha256);
        Assert.NotEqual(one.WeightsSha256, other.WeightsSha256);
        Assert.True(Directory.Exists(directory["imitate-0-2"]));
    }

    [Fact]
    public void A_killed_study_ends_as_if_nothing_had_happened()
    {
        using TemporaryDirectory directory = new();
        string[] call = ["imitate", "--agent", agent.Run, "--runs", directory.Path, .. s_small, "--set", "epochs=60"];
        CliRun undisturbed = CliRun.Of([.. call, "--name", "undisturbed"]);
        Rng random = Rng.Stream(1, "kills");
        string[] killed = [.. call, "--name", "killed"], resume = ["resume", directory["killed"], "--json", "--quiet"];
        for (int kills = 0; kills < 3; kills++)
        {
            using ChildProcess child = new(Directory.Exists(directory["killed"]) ? resume : killed, (CheckpointPace.Variable, "0.01"));
            Thread.Sleep(300 + random.NextInt(1_200));
            child.Kill();
        }

        CliRun resumed = CliRun.Of(Directory.Exists(directory["killed"]) ? resume : killed);

        Assert.Equal(undisturbed.WeightsSha256, resumed.WeightsSha256);
        foreach (string file in (string[])["train.csv", "test.csv", "table.md"])
        {
            Assert.Equal(
                File.ReadAllText(Path.Combine(directory["undisturbed"], file)), File.ReadAllText(Path.Combine(directory["killed"], file)));
        }

        Assert.All((string[])["linear", "16", "32x2"], network => Assert.Equal(
            RunLog.Read(Path.Combine(directory["undisturbed"], network)).Scalars("test/loss").Select(p => (p.Step, p.Value)),
            RunLog.Read(Path.Combine(directory["killed"], network)).Scalars("test/loss").Select(p => (p.Step, p.Value))));
    }

    [Fact]
    public void Ten_thousand_records_give_95_percent_and_more() // the course's first exercise
    {
        using TemporaryDirectory directory = new();

        JsonElement result = Json(CliRun.Of(
            "imitate",
            "--agent",
            agent.Run,
            "--runs",
            directory.Path,
            "--pairs",
            "10000",
            "--set",
            "networks=[[256]]",
            "--set",
            "evaluation.episodes=10",
            "--epochs",
            "60",
            "--json",
            "--quiet"));

        Assert.InRange(result.GetProperty("evaluation").GetProperty("accuracy").GetDouble(), 0.95, 1);
    }

    [Fact]
    public void A_hidden_layer_of_one_unit_learns_to_play_perfectly() // the course's second exercise
    {
        using TemporaryDirectory directory = new();

        JsonElement result = Json(CliRun.Of(
            "imitate", "--play", "--agent", agent.Run, "--runs", directory.Path, "--set", "networks=[[1], [2]]", "--json", "--quiet"));

        JsonElement smallest = result.GetProperty("details").GetProperty("smallest_perfect");
        Assert.Equal((1, 9), (smallest.GetProperty("units").GetInt32(), smallest.GetProperty("parameters").GetInt32()));
        Assert.Equal(
            (1_000, 500.0),
            (smallest.GetProperty("play").GetProperty("episodes").GetInt32(), smallest.GetProperty("play").GetProperty("min").GetDouble()));
    }

    [Theory]
    [InlineData(
        "imitate --agent runs/none",
        "There is no run 'runs/none'.\n  'epoche list' shows the runs; 'epoche train RECIPE' makes one.")]
    [InlineData(
        "imitate --agent mnist-mlp",
        "--agent: 'mnist-mlp' trains no agent, so there is nobody to imitate. Give the run of an agent, such as runs/cartpole-0.")]
    [InlineData("imitate --set networks=[[16],[16]]", "--set networks=[[16],[16]]: networks.1 is in the list twice: 16")]
    [InlineData("imitate --pairs 1", "--pairs expects a whole number of at least 2, received '1'.\n  See: epoche imitate --help")]
    [InlineData(
        "imitate --set record.every=1",
        "--set record.every=1: unknown key 'record.every'; did you mean 'records'? Known keys: name, seed, kind, records, "
        + "batch_size, epochs, agent, networks, activation, normalize, optimizer, evaluation.")]
    public void What_cannot_be_is_an_error_before_anything_is_made(string call, string message)
    {
        using TemporaryDirectory directory = new();

        CliRun run = CliRun.Of([.. call.Split(' '), "--runs", directory["runs"]]);

        run.AssertFailed(2, message);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    private static JsonElement Json(CliRun run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.LastLine).RootElement;
    }

    /// <summary>A perfect CartPole agent, trained once for all tests.</summary>
    public sealed class Agent : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public Agent()
        {
            CliRun run = CliRun.Of("train", "cartpole", "--runs", _directory.Path, "--quiet");
            Assert.True(run.ExitCode == 0, run.Error);
        }

        public string Run => _directory["cartpole-0"];

        public void Dispose() => _directory.Dispose();
    }
}
