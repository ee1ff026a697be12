using Epoche.Platforms;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>Every recipe on every platform: <c>./test --platforms</c>.</summary>
[Trait("category", "platforms")]
public sealed class EveryRecipeTests
{
    /// <summary>The tiny runs, which an interpreter can do too.</summary>
    public static TheoryData<string, string> Tiny => Foreign.Times(Foreign.All, TinyRuns.All.Keys);

    /// <summary>The short runs of the recipes, which have recorded weights.</summary>
    public static TheoryData<string, string> Short => Foreign.Times(Foreign.WithCommand, ShortRuns.Recipes);

    [Theory]
    [MemberData(nameof(Tiny))]
    public void Every_kind_of_run_has_the_same_weights_and_curves(string platform, string run)
    {
        using TemporaryDirectory here = new(), there = new();
        Platform other = Foreign.Of(platform);

        ForeignRun foreign = other.Run("run", other.Path(there.Path), run);

        Assert.Equal($"{run}: {TinyRuns.Run(run, here.Path)}", foreign.Text.TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(Short))]
    public void Every_recipe_gives_the_recorded_weights_and_curves(string platform, string recipe)
    {
        using TemporaryDirectory here = new(), there = new();
        Platform other = Foreign.Of(platform);
        string[] smaller = Smaller(recipe);
        string expected = smaller.Length == 0
            ? GoldenRuns.Of(recipe)
            : RunFacts.Of(CliRun.Of([.. ShortRuns.Train(recipe, "golden", here.Path), .. smaller]), here["golden"]).Hashes;

        ForeignRun run = other.Call([.. ShortRuns.Train(recipe, "golden", other.Path(there.Path)), .. smaller]);

        Assert.Equal(expected, RunFacts.Of(run.Cli, there["golden"]).Hashes);
    }

    /// <summary>
    /// What takes a processor in software ten minutes is cut once more, and compared with the same run here: nothing of it is recorded.
    /// </summary>
    private static string[] Smaller(string recipe) => recipe switch
    {
        "cartpole-course-bad" or "cartpole-course-good" => ["--set", "network.hidden=[48, 48]"],
        "mnist-bnn-reference" => ["--set", "network.hidden=[8]", "--set", "batch_size=16"],
        _ => [],
    };
}
