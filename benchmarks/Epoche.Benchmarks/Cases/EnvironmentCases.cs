namespace Epoche.Benchmarks.Cases;

/// <summary>Environments through the batch interface: one core, random actions drawn beforehand, resets included.</summary>
internal static class EnvironmentCases
{
    private const int Count = 4096, Tables = 8;

    public static IEnumerable<BenchCase> All =>
    [
        new("cartpole-env", $"{Tables} steps of {Count:N0} CartPoles", () => Step("CartPole-v1"))
        {
            Events = Count * Tables, UsesWorkers = false,
        },
    ];

    private static Action Step(string name)
    {
        IBatchEnvironment environment = EnvironmentRegistry.Find(name).CreateBatch(Count);
        RandomActions actions = new(environment.Spec.Actions, Count, Tables, seed: 0);
        TransitionBuffers buffers = new(environment);
        environment.Reset(0, buffers.Observations);
        return () =>
        {
            for (int table = 0; table < Tables; table++)
            {
                environment.Step(actions[table], buffers.View);
            }
        };
    }
}
