namespace Epoche.Tracking.Tests.Support;

/// <summary>A clock that stands still until a test advances it, and whose timers never fire.</summary>
internal sealed class TestClock(double seconds) : TimeProvider
{
    public double Seconds { get; set; } = seconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
