namespace Epoche.Conformance.Simulation;

internal static class CostChecks
{
    private const int Steps = 3000;

    public static void StepsAllocateNothing(EnvironmentSubject subject)
    {
        using BatchTape tape = new(subject.CreateBatch(16), actionSeed: 9);
        long allocated = Allocations.InRound(() => tape.PlayUnchecked(seed: 41, Steps)); // the first round compiles code and grows logs to the longest episode
        NonconformityException.Unless(allocated == 0, $"{Steps} steps with their resets allocated {allocated} bytes.");
    }
}
