using Epoche.Cli.Comparison;
using Epoche.Cli.Gallery;
using Epoche.Cli.Recipes;
using Epoche.Tracking.Tests.Support;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche curves</c> and <c>epoche gallery</c>.</summary>
public sealed class CurvesTests
{
    private static readonly string[] s_small =
    [
        "steps=1500", "network.hidden=[16]", "train_every_steps=16", "updates_per_train=8", "evaluation.every_steps=500", "evaluation.episodes=5", "evaluation.final_episodes=5",
    ];

    [Fact]
    public void Every_optimizer_is_trained_with_every_seed_once_and_drawn_in_one_picture()
    {
        using TemporaryDirectory directory = new();
        string[] call =
        [
            "curves", "cartpole", "--optimizers", "adam,rmsprop:1e-3", "--seeds", "0..1", "--quiet", "--runs", directory["runs"], "--out", directory["c.svg"],
            .. s_small.SelectMany(setting => (string[])["--set", setting]),
        ];

        CliRun first = CliRun.Of(call);
        string drawn = File.ReadAllText(directory["c.svg"]);
        CliRun second = CliRun.Of(call);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(["cartpole-adam-0", "cartpole-adam-1", "cartpole-rmsprop-1e-3-0", "cartpole-rmsprop-1e-3-1"], Directory.GetDirectories(directory["runs"]).Select(Path.GetFileName).Order());
        Assert.Contains("learning_rate: 0.001", File.ReadAllText(Path.Combine(directory["runs"], "cartpole-rmsprop-1e-3-0", "recipe.yaml")));
        Assert.Contains("cartpole: Loss (mean and range of 2 seeds)", drawn);
        Assert.Contains("Return, with exploration", drawn);
        Assert.Equal(0, System.Xml.Linq.XDocument.Parse(drawn).Descendants().Count(e => e.Name.LocalName == "script"));
        Assert.Equal(2 * 3, drawn.Split("class=\"band").Length - 1); // two optimizers; loss, return with and without exploration
        Assert.Equal(3 * 540, Png.Read(directory["c.png"]).Height);
        Assert.DoesNotContain("was there", first.Out);
        Assert.Equal(4, second.Out.Split("(was there)").Length - 1);
        Assert.Equal(drawn, File.ReadAllText(directory["c.svg"]));
    }

    [Theory]
    [InlineData("curves cartpole --optimizers adm", "Did you mean 'adam'?")]
    [InlineData("curves cartpole --optimizers adam,adam", "twice")]
    [InlineData("curves cartpole --optimizers adam:fast", "a number behind the colon")]
    [InlineData("curves cartpole --seeds 4..0", "received '4..0'")]
    [InlineData("curves cartpol", "Did you mean 'cartpole'?")]
    public void What_cannot_be_compared_is_an_error_before_anything_is_trained(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void An_optimizer_keeps_the_settings_of_the_recipe_that_it_knows()
    {
        RecipeText text = new("mine", "mine.yaml", RecipeCatalog.BuiltIn("cartpole").Yaml.Replace("kind: adam\n", "kind: adam\n  beta1: 0.8\n", StringComparison.Ordinal));

        Recipe rmsProp = Contender.Parse("rmsprop")[0].In(text, ["optimizer.epsilon=1e-5"], 3, 2000), adam = Contender.Parse("adam:0.1")[0].In(text, [], 3, 2000);

        Assert.Contains("clip_norm: 10", rmsProp.ResolvedYaml);
        Assert.Contains("learning_rate: 0.004", rmsProp.ResolvedYaml);
        Assert.Contains("epsilon: 1.0e-05", rmsProp.ResolvedYaml);
        Assert.DoesNotContain("beta1", rmsProp.ResolvedYaml);
        Assert.Contains("beta1: 0.8", adam.ResolvedYaml);
        Assert.Contains("learning_rate: 0.1", adam.ResolvedYaml);
    }

    [Fact]
    public void A_band_is_the_range_of_all_runs_and_one_that_ended_early_counts_on()
    {
        ChartSeries series = CurveBand.Of("x", [[new(10, 1, 0), new(20, 3, 0)], [new(10, 5, 0), new(15, 7, 0), new(30, 4, 0)], []]);

        Assert.Equal([(10, 3), (15, 4.5), (20, 4.5), (30, 3.5)], series.Points.Select(p => (p.X, p.Y)));
        Assert.Equal([(1, 5), (2, 7), (3, 6), (3, 4)], series.Band);
    }

    [Theory]
    [InlineData("0..4", new ulong[] { 0, 1, 2, 3, 4 })]
    [InlineData("7", new ulong[] { 7 })]
    [InlineData("1,5..6,1", new ulong[] { 1, 5, 6 })]
    [InlineData("18446744073709551615..18446744073709551615", new ulong[] { ulong.MaxValue })]
    public void Seeds_are_ranges_and_lists(string text, ulong[] seeds) => Assert.Equal(seeds, SeedList.Parse(text));

    [Fact]
    public void The_gallery_is_a_page_and_its_pictures()
    {
        using TemporaryDirectory directory = new();
        using StringWriter output = new();

        new GalleryMaker(directory["docs"], new Terminal(output, TextWriter.Null), s_small).Make();

        string page = File.ReadAllText(Path.Combine(directory["docs"], "gallery.md"));
        string[] pictures = [.. Directory.GetFiles(Path.Combine(directory["docs"], "pictures")).Order(StringComparer.Ordinal)];
        Assert.Equal(8, pictures.Length);
        Assert.All(pictures, path => Assert.Contains($"(pictures/{Path.GetFileName(path)})", page));
        Assert.All(pictures.Where(path => path.EndsWith(".gif", StringComparison.Ordinal)), path => Assert.True(GifDecoder.Decode(File.ReadAllBytes(path)).Frames.Count > 3));
        Assert.InRange(pictures.Sum(path => new FileInfo(path).Length), 100_000, 1_500_000);
    }
}
