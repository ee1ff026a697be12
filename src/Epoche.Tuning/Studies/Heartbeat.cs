namespace Epoche.Tuning;

/// <summary>
/// Writes to trials of this worker that have been silent for a third of the lease, so that workers on other machines know that somebody has
/// them. A log that is of this process alone needs none.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    private readonly StudyCore _core;
    private readonly ITimer? _timer;

    public Heartbeat(StudyCore core)
    {
        _core = core;
        TimeSpan period = core.Options.LeaseTime / 3;
        _timer = core.NeedsHeartbeat && Background.HasThreads ? TimeProvider.System.CreateTimer(_ => Beat(), null, period, period) : null;
    }

    public void Dispose() => _timer?.Dispose();

    private void Beat()
    {
        try
        {
            lock (_core.Gate)
            {
                _core.Renew(_core.Options.LeaseTime / 3);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DataFormatException)
        {
            // The workers meet the same at their next report; there it ends the run.
        }
    }
}
