namespace Epoche.Cli.Tests;

/// <summary>
/// What must outlast a loss of power gets to the disk in this order: the file is written aside, flushed, renamed, and the folder flushed.
/// Shown by the calls to the system.
/// </summary>
public sealed class LastingTests
{
    public static bool HasTrace => SystemCalls.IsAvailable;

    public static TheoryData<string> Recipes => [.. ShortRuns.Recipes];

    [Fact(Skip = "strace is not installed, or may not trace here", SkipUnless = nameof(HasTrace))]
    public void A_run_is_written_flushed_renamed_and_flushed() => Trace("cartpole");

    [Theory(Skip = "strace is not installed, or may not trace here", SkipUnless = nameof(HasTrace))]
    [Trait("category", "soak")]
    [MemberData(nameof(Recipes))]
    public void A_run_of_every_recipe_is_written_flushed_renamed_and_flushed(string recipe) => Trace(recipe);

    private static void Trace(string recipe)
    {
        using TemporaryDirectory directory = new();

        SystemCalls trained = SystemCalls.Of(ShortRuns.Train(recipe, "r", "runs"), directory.Path);

        Assert.Equal([], trained.Breaches);
        string[] names = [.. trained.Renamed.Select(path => Path.GetRelativePath("runs", path))];
        Assert.EndsWith("/recipe.yaml", names[0]); // in a folder of its own
        Assert.Equal("r", names[1]);
        Assert.Contains(names, name => name.StartsWith("r/checkpoints/checkpoint-", StringComparison.Ordinal));
        Assert.Equal(
            ["r/model/weights.safetensors.next", "r/model/model.yaml", "r/model/weights.safetensors"],
            names.Where(name => name.StartsWith("r/model/", StringComparison.Ordinal)).TakeLast(3));
        Assert.Contains("r/result.json", names);

        SystemCalls resumed = SystemCalls.Of(["resume", "runs/r", "--steps", "3000", "--quiet"], directory.Path);

        Assert.Equal([], resumed.Breaches);
        Assert.Equal("runs/r/extension.json", resumed.Renamed[0]);
    }
}
