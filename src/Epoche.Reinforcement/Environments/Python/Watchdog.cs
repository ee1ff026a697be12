namespace Epoche.Simulation;

/// <summary>
/// Ends processes that take longer than they may: one clock for all of them, looked at ten times per second, so that a step does not pay
/// for its time limit.
/// </summary>
internal static class Watchdog
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly List<WeakReference<PythonProcess>> s_watched = [];
    private static Timer? s_timer;

    public static void Watch(PythonProcess process)
    {
        lock (s_watched)
        {
            s_watched.Add(new(process));
            s_timer ??= new(_ => Look(), null, s_period, s_period);
        }
    }

    private static void Look()
    {
        lock (s_watched)
        {
            for (int i = s_watched.Count - 1; i >= 0; i--)
            {
                if (!s_watched[i].TryGetTarget(out PythonProcess? process) || !process.IsInTime())
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
