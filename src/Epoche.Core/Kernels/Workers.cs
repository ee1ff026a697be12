using System.Runtime.CompilerServices;
using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// The threads that large kernels share their work with. One team serves the process; results never depend on how many there are.
/// The threads are started when first needed, sleep when there is nothing to do, and do not keep the process alive.
/// </summary>
public static class Workers
{
    internal const int MaxCount = 1024;

    private static int _count = Math.Min(Environment.ProcessorCount, MaxCount);

    /// <summary>
    /// How many threads work on one kernel, the caller included: 1 … 1,024. The default is the number of processors that the process may
    /// use; with 1 everything runs on the caller, as it does whatever the number where the platform has no threads (a browser). May be
    /// changed at any time; kernels that already run keep the number they started with.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 1,024.</exception>
    public static int Count
    {
        get => Volatile.Read(ref _count);
        set
        {
            if (value is < 1 or > MaxCount)
            {
                throw new ArgumentOutOfRangeException(nameof(value), $"Workers.Count: expected 1 to {MaxCount} threads, received {value}.");
            }

            Volatile.Write(ref _count, value);
        }
    }

    /// <summary>
    /// Runs parts 0 … <paramref name="parts"/> − 1 of <paramref name="body"/>, each once, on the team and the caller, and returns when all
    /// are done. Which thread takes which part is left open, so parts must not depend on each other. A call from inside a part, or while
    /// another thread's call runs, does all parts itself; so does one where sharing was seen to gain nothing
    /// (<see cref="WorkersSharing"/>). Allocates nothing once the threads exist; handing over costs less than a
    /// microsecond while they are awake.
    /// </summary>
    /// <remarks>An exception in a part is thrown here after the parts under way have ended; parts not yet begun are dropped.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void For<TBody>(int parts, TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        if (!TryFor(parts, body))
        {
            for (int part = 0; part < parts; part++)
            {
                body.Run(part);
            }
        }
    }

    /// <summary>
    /// The same where a thread alone has a better way than part after part; false, having done nothing, where it is to take that.
    /// A product in one piece packs its operands once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryFor<TBody>(int parts, TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        int helpers = Math.Min(Count, parts) - 1;
        return helpers > 0 && Background.HasThreads && WorkerTeam.TryRun(parts, helpers, ref body);
    }
}
