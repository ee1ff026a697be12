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
    public void Whatever_is_computed_and_a_short_run_have_the_same_bits(string platform)
    {
        using TemporaryDirectory here = new(), there = new();
        Platform other = Foreign.Of(platform);

        ForeignRun run = other.Run("both", other.Path(there.Path), "dqn");

        Assert.Equal($"{Foreign.Facts}\ndqn: {TinyRuns.Run("dqn", here.Path)}", run.Text.TrimEnd('\n'));
    }
}
