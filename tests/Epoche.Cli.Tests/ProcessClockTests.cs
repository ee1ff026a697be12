namespace Epoche.Cli.Tests;

public sealed class ProcessClockTests
{
    private static readonly DateTime s_now = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>1777896000 is 2026-05-04 12:00:00 UTC.</summary>
    [Theory]
    [InlineData(null, -90)]
    [InlineData("1777895996.5", -3.5)] // after the build
    [InlineData("1777895000", -90)] // of a process further up, which started this one later
    [InlineData("1777896900", -90)] // a clock that was set back
    [InlineData("1777895996,5", -90)]
    [InlineData("soon", -90)]
    public void The_time_of_a_run_starts_after_the_build(string? variable, double seconds) =>
        Assert.Equal(s_now.AddSeconds(seconds), ProcessClock.Start(s_now.AddSeconds(-90), s_now, variable));
}
