using Epoche.Platforms;

namespace Epoche.Cli.Tests.Platforms;

/// <summary>
/// The same bits on other platforms, as far as this machine can show them: the numbers of every operation, layer, optimizer, distribution
/// and environment, and one short run; the rest is for <c>./test --platforms</c>.
/// </summary>
public sealed class PlatformTests
{
    /// <summary>By name, so that the runner can show them.</summary>
    public static TheoryData<string> Names => [.. Foreign.All.Select(platform => platform.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_is_computed_has_the_same_bits(string platform)
    {
        ForeignRun run = Foreign.Of(platform).Run("facts");

        Assert.Equal(Foreign.Facts, run.Text.TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_short_run_has_the_same_weights_and_curves(string platform)
    {
        using TemporaryDirectory here = new(), there = new();
        Platform other = Foreign.Of(platform);

        ForeignRun run = other.Run("run", other.Path(there.Path), "dqn");

        Assert.Equal($"dqn: {TinyRuns.Run("dqn", here.Path)}", run.Text.TrimEnd('\n'));
    }
}
