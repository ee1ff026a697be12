using Epoche.Conformance;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Cli.Tests;

/// <summary>What a training leaves to be watched and shown, and that it leaves the training alone.</summary>
public sealed class RecordingTests
{
    private static readonly string[] s_settings =
    [
        "steps=1500", "network.hidden=[16]", "train_every_steps=16", "updates_per_train=8", "evaluation.every_steps=500",
        "evaluation.episodes=10", "evaluation.final_episodes=50",
    ];

    private static readonly string[] s_short =
    [
        "train", "cartpole", "--quiet", .. s_settings.SelectMany(setting => (string[])["--set", setting]),
    ];

    [Fact]
    public void A_run_records_its_curves_distributions_pictures_recipe_and_machine()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--runs", directory.Path]);

        RunLog log = RunLog.Read(directory["cartpole-0"]);

        Assert.True(log.Succeeded);
        Assert.Equal([250, 500, 750, 1000, 1250, 1500], log.Scalars(RunTags.Epsilon).Select(p => p.Step));
        Assert.Equal([1250, 1500], log.Scalars(RunTags.TrainLoss).Select(p => p.Step)); // the first update is in step 1,008
        foreach (string name in (string[])[RunTags.GradientNorm, RunTags.MeanQ, RunTags.StepsPerSecond, RunTags.UpdatesPerSecond])
        {
            Assert.Equal(2, log.Scalars(name).Count);
        }

        Assert.Equal([1500], log.Scalars(RunTags.EvaluationReturn).Select(p => p.Step));
        Assert.All(
            log.Scalars(RunTags.EvaluationReturn).Zip(log.Scalars(RunTags.EvaluationReturnMin), log.Scalars(RunTags.EvaluationReturnMax)),
            p => Assert.InRange(p.First.Value, p.Second.Value, p.Third.Value));
        Assert.All(log.Scalars(RunTags.LearningRate), p => Assert.Equal(4e-3, p.Value, 1e-6));
        Assert.Equal(
            (16 * 4) + 16 + (2 * 16) + 2,
            log.OtherNames.Where(n => n.StartsWith("weights/", StringComparison.Ordinal)).Sum(n => log.Others(n)[^1].Histogram!.Count));
        Assert.Equal(2 * 64, Assert.Single(log.Others(RunTags.ActionValues)).Histogram!.Count); // both actions of a batch
        Assert.Equal([10], log.Others(RunTags.EvaluationReturns).Select(e => (int)e.Histogram!.Count));
        Assert.Equal([50], log.Others(RunTags.FinalReturns).Select(e => (int)e.Histogram!.Count));
        Assert.Equal("image/png", Assert.Single(log.Others(RunTags.EvaluationPicture)).Image!.MediaType);
        Assert.Equal("image/gif", Assert.Single(log.Others(RunTags.EvaluationEpisode)).Image!.MediaType);
        Assert.Contains("kind: dqn", Assert.Single(log.Others(RunTags.Recipe)).Text);
        Assert.Contains("Threads", Assert.Single(log.Others(RunTags.Machine)).Text);
        Assert.Contains(log.Parameters, p => p is { Name: "optimizer.learning_rate", Number: 4e-3 });
        Assert.Contains(log.Parameters, p => p is { Name: "double", IsFlag: true, Number: 1 });
        Assert.Contains(log.Parameters, p => p is { Name: "network.hidden", Text: "[16]" });
    }

    [Fact]
    public void A_run_ends_with_a_report_and_a_film_of_its_agent()
    {
        using TemporaryDirectory directory = new();
        CliRun run = CliRun.Of([.. s_short, "--runs", directory.Path]);

        string folder = directory["cartpole-0"], html = File.ReadAllText(Path.Combine(folder, "report.html"));
        byte[] gif = File.ReadAllBytes(Path.Combine(folder, "episode.gif"));

        Assert.Empty(run.Error);
        HtmlKit.Check(html);
        Assert.Contains(Convert.ToBase64String(gif), html);
        Assert.DoesNotContain("evaluation histogram", html, StringComparison.OrdinalIgnoreCase); // a chart shows it already
        GifDecoder film = GifDecoder.Decode(gif);
        Assert.True(film.Frames.Count > 5);
        Assert.Equal((532, 240), (film.Width, film.Height));
        Assert.Contains(0x5AA2FF, film.Frames[0].Pixels); // the cart
        Assert.Equal((640, 360), Size(ImageFile.Read(Path.Combine(folder, "evaluation.png"))));
    }

    /// <summary>The plain values of a recipe as PyYAML and yq read them; see <see cref="YamlKit"/>.</summary>
    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_recipe_is_written_as_both_versions_of_yaml_read_it(string name)
    {
        RecipeText text = RecipeCatalog.BuiltIn(name);
        string small = text.Yaml.Contains("\noptimizer:", StringComparison.Ordinal) ? "optimizer.learning_rate=4e-3"
            : text.Yaml.Contains("\nactor:", StringComparison.Ordinal) ? "actor.optimizer.learning_rate=4e-3"
            : "step_size=4e-3";
        Recipe recipe = RecipeReader.Read(text, [small], seed: 1_000);

        YamlKit.RequireOneReading(recipe.ResolvedYaml);
        Assert.Equal(recipe.ResolvedYaml, RecipeReader.Read(new RecipeText(name, "recipe.yaml", recipe.ResolvedYaml), []).ResolvedYaml);
    }

    public static TheoryData<string> BuiltIn => [.. RecipeCatalog.Names];

    [Fact]
    public void A_run_that_was_interrupted_and_resumed_has_the_curves_of_one_that_was_not()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--name", "whole", "--runs", directory.Path]);
        CliRun.Of([.. s_short, "--name", "parts", "--steps", "1100", "--set", "epsilon.steps=8000", "--runs", directory.Path]);

        Assert.Equal(0, CliRun.Of("resume", directory["parts"], "--steps", "1500", "--quiet").ExitCode);

        RunLog whole = RunLog.Read(directory["whole"]), parts = RunLog.Read(directory["parts"]);
        string[] names = [RunTags.TrainReturn, RunTags.TrainLoss, RunTags.Epsilon, RunTags.EvaluationReturn, RunTags.GradientNorm];
        foreach (string name in names)
        {
            Assert.Equal(Points(whole, name), Points(parts, name)
                .Where(p => p.Step != 1100)); // where it ended for the first time it has a point of its own
        }

        static IEnumerable<(long Step, double Value)> Points(RunLog log, string name) => log.Scalars(name).Select(p => (p.Step, p.Value));
    }

    [Fact]
    public void Points_get_rarer_as_a_run_gets_longer_and_depend_on_the_step_alone()
    {
        long[] passed = [.. Enumerable.Range(1, 30_000).Select(i => (long)i).Where(i => Cadence.PassesThinned(i - 1, i, 10))];
        long[] passedLater = [.. Enumerable.Range(25_001, 5_000).Select(i => (long)i).Where(i => Cadence.PassesThinned(i - 1, i, 10))];

        Assert.Equal(10, passed[0]);
        Assert.Equal(1_999 + ((30_000 - 20_000) / 40) + 1, passed.Length);
        Assert.Equal(passed.Where(step => step > 25_000), passedLater);
    }

    [Fact]
    public void A_report_can_be_made_again_and_elsewhere()
    {
        using TemporaryDirectory directory = new();
        CliRun.Of([.. s_short, "--runs", directory.Path]);
        string made = File.ReadAllText(Path.Combine(directory["cartpole-0"], "report.html"));
        File.Delete(Path.Combine(directory["cartpole-0"], "episode.gif"));

        CliRun run = CliRun.Of("report", directory["cartpole-0"], "--out", directory["r.html"]);

        Assert.Equal($"Report: {directory["r.html"]}\n", run.Out.ReplaceLineEndings("\n"));
        Assert.Equal(made, File.ReadAllText(directory["r.html"])); // the film included, which is made where it is missing
    }

    private static (int Width, int Height) Size(PixelImage image) => (image.Width, image.Height);
}
