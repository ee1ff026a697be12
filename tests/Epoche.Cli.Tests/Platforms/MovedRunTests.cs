using Epoche.Platforms;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>Runs that are begun on one platform and ended on another: <c>./test --platforms</c>.</summary>
[Trait("category", "platforms")]
public sealed class MovedRunTests
{
    /// <summary>The tiny runs, which an interpreter can do too.</summary>
    public static TheoryData<string, string> Tiny => Foreign.Times(Foreign.All, TinyRuns.All.Keys);

    /// <summary>Recipes of every kind that has checkpoints.</summary>
    public static TheoryData<string> Kinds =>
        [.. ((string[])["cartpole", "catch", "digits-conv", "refuse", "mnist-bnn"]).Where(ShortRuns.Recipes.Contains)];

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
        Assert.Equal(GoldenRuns.Of(recipe), facts.Hashes);
    }

    private static int Checkpoints(string run) => Manifests(run).Length;

    private static string Newest(string run) => Manifests(run).Max(StringComparer.Ordinal) ?? "none";

    private static string[] Manifests(string run) => Directory.Exists(Path.Combine(run, "checkpoints"))
        ? Directory.GetFiles(Path.Combine(run, "checkpoints"), "checkpoint-*")
        : [];
}
