using Epoche.Platforms;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>Every recipe on every platform, begun on one and ended on another: <c>./test --platforms</c>.</summary>
[Trait("category", "platforms")]
public sealed class EveryRecipeTests
{
    /// <summary>The tiny runs, which an interpreter can do too.</summary>
    public static TheoryData<string, string> Tiny => Product(Foreign.All, TinyRuns.All.Keys);

    /// <summary>The short runs of the recipes, which have recorded weights.</summary>
    public static TheoryData<string, string> Short => Product(Foreign.WithCommand, ShortRuns.Recipes);

    /// <summary>One recipe of each kind.</summary>
    public static TheoryData<string> Kinds => ["cartpole", "catch", "digits-conv", "refuse"];

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
    [MemberData(nameof(Tiny))]
    public void A_run_that_was_interrupted_here_ends_there_as_if_nothing_had_happened(string platform, string run)
    {
        using TemporaryDirectory whole = new(), moved = new();
        Platform other = Foreign.Of(platform);
        TinyRuns.Run(run, moved.Path, stopAt: 1);

        ForeignRun foreign = other.Run("run", other.Path(moved.Path), run);

        Assert.Equal($"{run}: {TinyRuns.Run(run, whole.Path)}", foreign.Text.TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(Short))]
    public void Every_recipe_gives_the_recorded_weights_and_curves(string platform, string recipe)
    {
        using TemporaryDirectory directory = new();
        Platform other = Foreign.Of(platform);

        ForeignRun run = other.Call(ShortRuns.Train(recipe, "golden", other.Path(directory.Path)));

        RunFacts facts = RunFacts.Of(run.Cli, directory["golden"]);
        Assert.Equal(GoldenRuns.Of(recipe), $"weights {facts.WeightsSha256} curves {facts.CurvesSha256}");
    }

    /// <summary>Killed, not stopped: the platforms go on from the last checkpoint.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_begun_here_killed_gone_on_with_on_ARM64_killed_and_ended_on_Windows_is_the_same_run(string recipe)
    {
        using TemporaryDirectory directory = new();
        Platform arm = Foreign.Of("linux-arm64"), windows = Foreign.Of("win-x64");
        string run = directory["moved"];
        (string, string) often = (CheckpointPace.Variable, "0.02");

        using (ChildProcess begun = new(ShortRuns.Train(recipe, "moved", directory.Path), often))
        {
            begun.WaitFor(() => Checkpoints(run) > 0);
            begun.Kill();
        }

        string first = Newest(run);
        using (ForeignProcess gone = arm.StartCall("resume", arm.Path(run), "--json"))
        {
            gone.WaitUntil(() => Newest(run) != first);
            gone.Kill();
        }

        ForeignRun ended = windows.Call("resume", windows.Path(run), "--json");

        RunFacts facts = RunFacts.Of(ended.Cli, run);
        Assert.Contains("oing on from step", ended.Error);
        Assert.Equal(GoldenRuns.Of(recipe), $"weights {facts.WeightsSha256} curves {facts.CurvesSha256}");
    }

    private static int Checkpoints(string run) => Manifests(run).Length;

    private static string Newest(string run) => Manifests(run).Max(StringComparer.Ordinal) ?? "none";

    private static string[] Manifests(string run) => Directory.Exists(Path.Combine(run, "checkpoints"))
        ? [.. Directory.GetFiles(Path.Combine(run, "checkpoints")).Where(f => Path.GetFileName(f).StartsWith("checkpoint-", StringComparison.Ordinal))]
        : [];

    private static TheoryData<string, string> Product(IEnumerable<Platform> platforms, IEnumerable<string> runs)
    {
        TheoryData<string, string> data = [];
        foreach (Platform platform in platforms)
        {
            foreach (string run in runs)
            {
                data.Add(platform.Name, run);
            }
        }

        return data;
    }
}
