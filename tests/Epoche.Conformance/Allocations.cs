namespace Epoche.Conformance;

/// <summary>Measures what code allocates on the managed heap.</summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// What a round of a steady state allocates on this thread, in bytes: the least of a few rounds. A collection that a test on another
    /// thread sets off can count the rest of this thread's allocation buffer (up to 8 KB) as allocated, once; what the code
    /// itself allocates comes in every round.
    /// </summary>
    /// <param name="round">Does the same work each time it is called; is called once to warm up.</param>
    public static long InRound(Action round)
    {
        round();
        long least = long.MaxValue;
        for (int i = 0; i < Rounds && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
