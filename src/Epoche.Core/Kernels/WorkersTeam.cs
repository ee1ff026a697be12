using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Epoche.Kernels;

/// <summary>Work in independent parts.</summary>
internal interface IParallelBody
{
    void Run(int part);
}

/// <summary>
/// Hands one job at a time to the team. A job is announced in one word: its number, whether it may still be joined, how many helpers are
/// in it. Helpers join by raising the count. The parts are dealt out in runs of neighbours, one for each thread, the caller's first: a
/// thread takes its own run and then what others have left of theirs. So the same thread tends to meet the same memory in successive jobs,
/// which is then in its cache; in which thread a part ends is still left open. The caller closes the job when no part is left and waits for
/// those who joined, never for those who did not wake in time. So a machine with better things to do delays nothing: the caller does the
/// work alone. A helper that loses its processor in the middle of a part does delay the job; <see cref="WorkersSharing"/> hears of it.
/// </summary>
internal static unsafe class WorkerTeam
{
    private const long Open = 1L << 31;
    private const long HelperMask = Open - 1;
    private const int NumberShift = 32;

    /// <summary>A wait for helpers that may have other reasons: 50 µs. Another process does not return a processor sooner.</summary>
    private static readonly long Slack = Stopwatch.Frequency / 20_000;

    private static readonly WorkersSharing Sharing = new();
    private static readonly WorkerThread?[] Threads = new WorkerThread?[Workers.MaxCount];
    private static readonly PartRun[] Runs = new PartRun[Workers.MaxCount];
    private static Job _job;
    private static int _busy;
    private static int _started;
    private static Exception? _error;
    private static long _crowded;

    /// <summary>The number of the latest job, while it may be joined; else 0.</summary>
    public static long Joinable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            long state = Volatile.Read(ref _job.State);
            return (state & Open) != 0 ? state >> NumberShift : 0;
        }
    }

    /// <summary>
    /// Runs all parts with up to <paramref name="helpers"/> helpers; false, having done nothing, when the team is busy. The body must
    /// not move: a local or a parameter.
    /// </summary>
    public static bool TryRun<TBody>(int parts, int helpers, ref TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        if (Volatile.Read(ref _busy) != 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            return false;
        }

        long now = Stopwatch.GetTimestamp(), crowded = Interlocked.Exchange(ref _crowded, 0);
        if (crowded > 0)
        {
            Sharing.Lost(crowded);
        }

        if (!Sharing.Next(now))
        {
            Volatile.Write(ref _busy, 0);
            return false;
        }

        _job.Run = &Runner<TBody>.Run;
        _job.Body = Unsafe.AsPointer(ref body);
        _job.Parts = parts;
        _job.Helpers = helpers;
        for (int i = 0; i <= helpers; i++)
        {
            Runs[i].Next = RunStart(i, helpers);
        }

        Execute(helpers, now);
        return true;
    }

    /// <summary>
    /// Takes part in the job of that number if it still may be joined and has use for the thread of this index; whether it did.
    /// </summary>
    public static bool Join(long number, int index)
    {
        long state = Volatile.Read(ref _job.State);
        while ((state & Open) != 0 && state >> NumberShift == number)
        {
            long seen = Interlocked.CompareExchange(ref _job.State, state + 1, state);
            if (seen == state)
            {
                bool useful = index < _job.Helpers;
                if (useful)
                {
                    TakeParts(index + 1);
                }

                Interlocked.Decrement(ref _job.State);
                return useful;
            }

            state = seen;
        }

        return false;
    }

    private static void Execute(int helpers, long began)
    {
        while (_started < helpers)
        {
            Threads[_started] = new WorkerThread(_started);
            _started++;
        }

        long number = (_job.State >> NumberShift) + 1;
        Interlocked.Exchange(ref _job.State, (number << NumberShift) | Open);
        for (int i = 0; i < helpers; i++)
        {
            Threads[i]!.Wake();
        }

        int taken = TakeParts(0);
        long own = Stopwatch.GetTimestamp() - began;
        Interlocked.And(ref _job.State, ~Open);
        WaitForHelpers();
        Blame(own, taken, Stopwatch.GetTimestamp() - began - own, _job.Parts - taken);
        Exception? error = _error;
        _error = null;
        Volatile.Write(ref _busy, 0);
        if (error != null)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>Called by a helper that another thread or process kept from its processor for so long.</summary>
    public static void Crowded(long ticks) => Volatile.Write(ref _crowded, ticks);

    /// <summary>
    /// Where the caller, after its own parts, waited more than twice as long for those of others as it would have taken for them
    /// itself, a helper was interrupted.
    /// </summary>
    private static void Blame(long own, int taken, long waited, int others)
    {
        long lost = taken == 0 ? 0 : waited - (2 * own / taken * others);
        if (lost > Slack)
        {
            Sharing.Lost(lost);
        }
    }

    /// <summary>Does the parts of the thread's own run, then those that are left of the runs after it.</summary>
    private static int TakeParts(int own)
    {
        int taken = 0;
        try
        {
            int helpers = _job.Helpers;
            for (int i = 0; i <= helpers; i++)
            {
                int run = own + i <= helpers ? own + i : own + i - helpers - 1, end = RunStart(run + 1, helpers);
                ref int next = ref Runs[run].Next;
                while (Volatile.Read(ref next) < end)
                {
                    int part = Interlocked.Increment(ref next) - 1;
                    if (part < end)
                    {
                        _job.Run(_job.Body, part);
                        taken++;
                    }
                }
            }
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _error, e, null);
            for (int run = 0; run <= _job.Helpers; run++)
            {
                Volatile.Write(ref Runs[run].Next, _job.Parts);
            }
        }

        return taken;
    }

    private static int RunStart(int run, int helpers) => (int)((long)_job.Parts * run / (helpers + 1));

    private static void WaitForHelpers()
    {
        for (int i = 0; (Volatile.Read(ref _job.State) & HelperMask) != 0; i++)
        {
            if (i < 4000)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield(); // a helper may have lost its processor to us
            }
        }
    }

    private static class Runner<TBody>
        where TBody : struct, IParallelBody, allows ref struct
    {
        public static void Run(void* body, int part) => Unsafe.AsRef<TBody>(body).Run(part);
    }

    /// <summary>What the threads write most lies in cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Job
    {
        [FieldOffset(64)]
        public long State;

        [FieldOffset(128)]
        public delegate*<void*, int, void> Run;

        [FieldOffset(136)]
        public void* Body;

        [FieldOffset(144)]
        public int Parts;

        [FieldOffset(148)]
        public int Helpers;
    }

    /// <summary>The next part of one thread's run, in a cache line of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct PartRun
    {
        [FieldOffset(64)]
        public int Next;
    }
}
