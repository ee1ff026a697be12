using System.Diagnostics;

namespace Epoche.Simulation;

/// <summary>
/// Ends processes that take longer than they may: one clock for all of them, looked at ten times per second, so that a step does not pay
/// for its time limit. Time in which this program itself stood still, stopped by a shell or with a machine that slept, does not count.
/// </summary>
internal static class Watchdog
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly List<WeakReference<PythonProcess>> s_watched = [];
    private static readonly TimeSpan s_standstill = TimeSpan.FromSeconds(1);
    private static Timer? s_timer;
    private static long s_looked;

    public static void Watch(PythonProcess process)
    {
        lock (s_watched)
        {
            s_watched.Add(new(process));
            if (s_timer is null)
            {
                s_looked = Stopwatch.GetTimestamp();
                s_timer = new(_ => Look(), null, s_period, s_period);
            }
        }
    }

    private static void Look()
    {
        lock (s_watched)
        {
            TimeSpan since = Stopwatch.GetElapsedTime(s_looked);
            s_looked = Stopwatch.GetTimestamp();
            TimeSpan stood = since > s_standstill ? since : TimeSpan.Zero;
            for (int i = s_watched.Count - 1; i >= 0; i--)
            {
                if (!s_watched[i].TryGetTarget(out PythonProcess? process) || !process.IsInTime(stood))
                {
                    s_watched.RemoveAt(i);
                }
            }

            if (s_watched.Count == 0)
            {
                s_timer?.Dispose();
                s_timer = null;
            }
        }
    }
}
