namespace Epoche.Simulation;

/// <summary>What a step costs.</summary>
internal static class CostChecks
{
    private const int Steps = 3000, Rounds = 5;

    public static string StepsAllocateNothing(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(16), actionSeed: 9);
        tape.PlayUnchecked(seed: 41, Steps); // compiles code and grows logs to the longest episode

        // The least of a few rounds: a collection that another thread sets off can count the rest of this
        // thread's buffer as allocated, once.
        long allocated = long.MaxValue;
        for (int round = 0; round < Rounds && allocated > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            tape.PlayUnchecked(seed: 41, Steps);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        BrokenRuleException.Unless(allocated == 0, $"{Steps} steps of 16 environments, with their resets, allocated {allocated} bytes.");
        return "";
    }
}
