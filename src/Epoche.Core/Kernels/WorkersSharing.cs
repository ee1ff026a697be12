using System.Diagnostics;

namespace Epoche.Kernels;

/// <summary>
/// Decides job by job whether the team takes part, by what that was seen to gain.
/// <para>
/// What sharing costs is less the hand-over (0.6 µs) than what follows from it: operands and results move from one core's cache to the
/// other's, which slows down the job and what the caller does before and after it: some 6 µs for a job of a microsecond or two, and by how
/// much differs between machines. So jobs in quick succession are tried: windows of them are shared and not shared by turns, and the mode
/// with the faster windows is kept for a while. A trial takes a 25th of the time.
/// </para>
/// <para>
/// Where another process wants a processor, a helper can lose it in the middle of a part, which costs milliseconds. It now and then happens
/// everywhere; beyond 2% of the time sharing pauses.
/// </para>
/// </summary>
internal sealed class WorkersSharing(long ticksPerSecond)
{
    /// <summary>
    /// Multiply-adds of a job that may be worth sharing: some five microseconds of one thread. Below, no
    /// machine gained; above, trials decide.
    /// </summary>
    public const long LeastMultiplyAdds = 512 * 1024;

    /// <summary>Jobs of a window, and windows of a trial: the even ones shared.</summary>
    public const int Window = 48, Windows = 6;

    /// <summary>How long the outcome of a trial holds, in trials.</summary>
    public const int Stay = 24;

    /// <summary>What was lost is forgotten in fifty times as long.</summary>
    public const int Forgetting = 50;

    /// <summary>
    /// Where jobs follow each other less often than every 100 µs, moving what they share does not count, and is not tried.
    /// </summary>
    private readonly long _longWindow = ticksPerSecond / 10_000 * Window;

    /// <summary>What may be lost before sharing pauses: 4 ms, one interruption.</summary>
    private readonly long _mostLost = ticksPerSecond / 250;

    /// <summary>After 50 ms without a job, the program does something else than before.</summary>
    private readonly long _longGap = ticksPerSecond / 20;

    private bool _shared = true, _interrupted;
    private double _advantage; // of sharing, by the last trials; the latest counts half
    private int _window = -1, _left; // the window of the trial under way, or -1, and how many of its jobs are to come
    private long _trialBegan, _windowBegan, _leastShared, _leastAlone;
    private long _until, _latest, _lost;

    public WorkersSharing()
        : this(Stopwatch.Frequency)
    {
    }

    /// <summary>Whether the job that is due now is to be shared.</summary>
    public bool Next(long now)
    {
        long gap = now - _latest;
        _latest = now;
        _lost = Math.Max(0, _lost - (gap / Forgetting));
        if (_lost > _mostLost)
        {
            _interrupted = true;
            return false;
        }

        if (gap > _longGap || (_window < 0 && now >= _until))
        {
            _advantage = gap > _longGap ? 0 : _advantage;
            BeginTrial(now);
        }
        else if (_window >= 0 && _interrupted)
        {
            BeginWindow(_window, now);
        }
        else if (_window >= 0 && _left == 0)
        {
            EndWindow(now);
        }

        _interrupted = false;
        _left--;
        return _shared;
    }

    /// <summary>Waiting for helpers, or a helper waiting for a processor, took so long.</summary>
    public void Lost(long ticks) => _lost += ticks;

    private void BeginTrial(long now)
    {
        (_trialBegan, _leastShared, _leastAlone) = (now, long.MaxValue, long.MaxValue);
        BeginWindow(0, now);
    }

    private void BeginWindow(int window, long now) => (_window, _windowBegan, _left, _shared) = (window, now, Window, window % 2 == 0);

    private void EndWindow(long now)
    {
        long time = now - _windowBegan;
        if (_shared)
        {
            _leastShared = Math.Min(_leastShared, time);
        }
        else
        {
            _leastAlone = Math.Min(_leastAlone, time);
        }

        if (_window == 0 && time > _longWindow)
        {
            EndTrial(now, shared: true);
        }
        else if (_window + 1 < Windows)
        {
            BeginWindow(_window + 1, now);
        }
        else
        {
            _advantage = (_advantage + ((double)(_leastAlone - _leastShared) / (_leastAlone + _leastShared))) / 2;
            EndTrial(now, _advantage > 0);
        }
    }

    private void EndTrial(long now, bool shared) => (_window, _shared, _until) = (-1, shared, now + (Stay * (now - _trialBegan)));
}
