using System.Diagnostics;

namespace Epoche.Kernels;

/// <summary>One thread of the team: looks for jobs for a while after the last one, then sleeps until it is woken.</summary>
internal sealed class WorkerThread
{
    /// <summary>
    /// Looking costs the next job nothing to start; sleeping costs it some 10 µs. The gaps of a training step are shorter than this.
    /// </summary>
    private static readonly long Patience = Stopwatch.Frequency / 1_000_000 * 100;

    /// <summary>For this long the thread holds on to its processor; then it offers it to others between looks.</summary>
    private static readonly long Selfishness = Stopwatch.Frequency / 1_000_000 * 10;

    /// <summary>Whoever is away from the processor for this long had to leave it to somebody else.</summary>
    private static readonly long Interruption = Stopwatch.Frequency / 1_000_000 * 200;

    private readonly AutoResetEvent _wake = new(false);
    private readonly int _index;
    private int _asleep;

    public WorkerThread(int index)
    {
        _index = index;
        new Thread(Work) { IsBackground = true, Name = $"Epoche worker {index + 1}" }.Start();
    }

    /// <summary>Called after a job was announced.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _asleep) != 0 && Interlocked.Exchange(ref _asleep, 0) != 0)
        {
            _wake.Set();
        }
    }

    private void Work()
    {
        long done = 0;
        long lastUse = Stopwatch.GetTimestamp();
        while (true)
        {
            long number = Look(done, lastUse);
            if (number == done)
            {
                Sleep(done);
                lastUse = Stopwatch.GetTimestamp(); // where one job was worth waking up for, the next comes soon
            }
            else
            {
                lastUse = WorkerTeam.Join(number, _index) ? Stopwatch.GetTimestamp() : lastUse;
                done = number;
            }
        }
    }

    /// <summary>The number of a job other than <paramref name="done"/>, or <paramref name="done"/> when patience ends.</summary>
    private static long Look(long done, long lastUse)
    {
        long looked = long.MaxValue - Interruption;
        while (true)
        {
            for (int i = 0; i < 16; i++)
            {
                if (IsNew(done, out long number))
                {
                    return number;
                }

                Thread.SpinWait(1);
            }

            long now = Stopwatch.GetTimestamp(), waited = now - lastUse;
            if (now > looked + Interruption)
            {
                WorkerTeam.Crowded(now - looked);
                return done;
            }

            if (waited > Patience)
            {
                return done;
            }

            looked = now;

            if (waited > Selfishness)
            {
                Thread.Yield();
            }
        }
    }

    private void Sleep(long done)
    {
        // The announcer writes the job, then reads _asleep; here _asleep is written, then the job read: one of the two sees the other.
        Interlocked.Exchange(ref _asleep, 1);
        if (IsNew(done, out _) && Interlocked.Exchange(ref _asleep, 0) != 0)
        {
            return;
        }

        _wake.WaitOne();
    }

    private static bool IsNew(long done, out long number)
    {
        number = WorkerTeam.Joinable;
        return number != 0 && number != done;
    }
}
