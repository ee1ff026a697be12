using Epoche.Tracking.Tests.Support;

namespace Epoche.Cli.Tests;

/// <summary><c>epoche curves</c> and <c>epoche gallery</c>.</summary>
public sealed class CurvesTests
{
    private static readonly string[] s_small =
    [
        "steps=1500", "network.hidden=[16]", "train_every_steps=16", "updates_per_train=8", "evaluation.every_steps=500",
        "evaluation.episodes=5", "evaluation.final_episodes=5",
    ];

    [Fact]
    public void Every_optimizer_is_trained_with_every_seed_once_and_drawn_in_one_picture()
    {
        using TemporaryDirectory directory = new();
        string[] call =
        [
            "curves", "cartpole", "--optimizers", "adam,rmsprop:1e-3", "--seeds", "0..1", "--quiet", "--runs", directory["runs"],
            "--out", directory["c.svg"],
            .. s_small.SelectMany(setting => (string[])["--set", setting]),
        ];

        CliRun first = CliRun.Of(call);
        string drawn = File.ReadAllText(directory["c.svg"]);
        CliRun second = CliRun.Of(call);

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(
            ["cartpole-adam-0", "cartpole-adam-1", "cartpole-rmsprop-1e-3-0", "cartpole-rmsprop-1e-3-1"],
            Directory.GetDirectories(directory["runs"]).Select(Path.GetFileName).Order());
        Assert.Contains(
            "learning_rate: 0.001", File.ReadAllText(Path.Combine(directory["runs"], "cartpole-rmsprop-1e-3-0", "recipe.yaml")));
        Assert.Contains("cartpole: Loss (mean and range of 2 seeds)", drawn);
        Assert.Contains("Return, with exploration", drawn);
        Assert.Equal(0, System.Xml.Linq.XDocument.Parse(drawn).Descendants().Count(e => e.Name.LocalName == "script"));
        Assert.Equal(2 * 3, drawn.Split("class=\"band").Length - 1); // two optimizers; loss, return with and without exploration
        Assert.Equal(3 * 540, ImageFile.Read(directory["c.png"]).Height);
        Assert.DoesNotContain("was there", first.Out);
        Assert.Equal(4, second.Out.Split("(was there)").Length - 1);
        Assert.Equal(drawn, File.ReadAllText(directory["c.svg"]));
    }

    [Theory]
    [InlineData(
        "curves cartpole --optimizers adm",
        "--optimizers: there is no optimizer 'adm'. Did you mean 'adam'?\n  Optimizers: sgd, rmsprop, rmsprop-graves, adam, "
        + "adamw, adamax, nadam, radam, lion; with a learning rate of its own: rmsprop:1e-3.")]
    [InlineData("curves cartpole --optimizers adam,adam", "--optimizers names 'adam' twice.")]
    [InlineData(
        "curves cartpole --optimizers adam:fast",
        "--optimizers expects a number behind the colon, such as adam:1e-3; received 'adam:fast'.")]
    [InlineData(
        "curves cartpole --seeds 4..0",
        "--seeds expects whole numbers such as 0..4 or 1,5,9, of a range no more than 1000; received '4..0'.")]
    [InlineData(
        "curves cartpol",
        "There is no recipe 'cartpol'. Did you mean 'cartpole'?\n  Recipes: {recipes}; or the path of your own YAML file.")]
    public void What_cannot_be_compared_is_an_error_before_anything_is_trained(string call, string message)
    {
        CliRun run = CliRun.Of(call.Split(' '));

        run.AssertFailed(2, message.Replace("{recipes}", string.Join(", ", RecipeCatalog.Names), StringComparison.Ordinal));
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

        new GalleryMaker(directory["docs"], s_small).Make();

        string page = File.ReadAllText(Path.Combine(directory["docs"], "gallery.md"));
        string[] pictures = [.. Directory.GetFiles(Path.Combine(directory["docs"], "pictures")).Order(StringComparer.Ordinal)];
        Assert.Equal(30, pictures.Length);
        Assert.All(pictures, path => Assert.Contains($"(pictures/{Path.GetFileName(path)})", page));
        Assert.All(
            pictures.Where(path => path.EndsWith(".gif", StringComparison.Ordinal)),
            path => Assert.True(GifDecoder.Decode(File.ReadAllBytes(path)).Frames.Count > 3));
        Assert.InRange(pictures.Sum(path => new FileInfo(path).Length), 100_000, 1_500_000);
    }
}
