namespace Epoche.Conformance.Simulation;

internal static class CostChecks
{
    private const int Steps = 3000;

    public static void StepsAllocateNothing(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(16), actionSeed: 9);
        tape.PlayUnchecked(seed: 41, Steps); // code is compiled, logs grow to the longest episode
        long before = GC.GetAllocatedBytesForCurrentThread();
        tape.PlayUnchecked(seed: 41, Steps);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        NonconformityException.Unless(allocated == 0, $"{Steps} steps with their resets allocated {allocated} bytes.");
    }
}
