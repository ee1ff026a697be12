namespace Epoche.Benchmarks.Cases;

/// <summary>Drawing by priority, without reading what was drawn.</summary>
internal static class PriorityCases
{
    public const string Draws = "priority-draws";
    private const int Entries = 1_000_000, Batches = 64, Batch = 64;

    public static BenchCase Case { get; } = new(
        Draws, $"{Batches} batches of {Batch} stratified draws from {Entries:N0} priorities, random numbers included", Draw)
    {
        Events = Batches * Batch, Unit = "draws", UsesWorkers = false,
    };

    private static Action Draw()
    {
        ReplayPriorities priorities = new(Entries, new());
        Rng random = new(1);
        int[] slots = new int[Batch];
        float[] errors = new float[1];
        for (slots[0] = 0; slots[0] < Entries; slots[0]++)
        {
            errors[0] = random.NextSingle(0, 1);
            priorities.Begin(slots[0]);
            priorities.Update(slots.AsSpan(0, 1), errors);
        }

        return () =>
        {
            for (int batch = 0; batch < Batches; batch++)
            {
                priorities.Draw(slots, ref random);
            }
        };
    }
}
