#:project ../src/Epoche.Reinforcement
using Epoche;
using static Epoche.Tensors.Ops;
foreach (string name in args)
{
    EnvironmentEntry entry = EnvironmentRegistry.Find(name);
    using IBatchEnvironment environment = entry.CreateBatch(1);
    using Evaluator evaluator = new(environment);
    Func<EnvironmentSpec, IPolicy> expert = entry.Player?.Create ?? (_ => new Balancer());
    Console.WriteLine($"{name} expert {evaluator.Run(expert(environment.Spec), 500, 99)}");
    foreach (int labels in (int[])[50, 100, 200, 400, 800, 1600])
    {
        string line = $"{labels,5}";
        foreach (bool clones in (bool[])[true, false])
        {
            line += clones ? "  clone" : "  dagger";
            for (ulong seed = 0; seed < 3; seed++)
            {
                DaggerAgent agent = new(environment.Spec, new()
                {
                    Network = spec => spec.Observation.Rank == 3 ? [new Flatten(), new Dense(128, Relu), new Dense(spec.Actions.Count)] : [new Dense(64, Tanh), new Dense(spec.Actions.Count)],
                    Expert = expert, Beta = clones ? 1 : Schedule.Linear(1, 0, 1), StepsPerIteration = Math.Max(25, labels / 10), Epochs = 30, BatchSize = 32,
                    Optimizer = new Adam(3e-3f), NormalizeObservations = name.Contains("Mountain"), Seed = seed,
                });
                agent.Train(environment, labels).Last();
                line += $" {evaluator.Run(agent.Greedy(), 300, 99).Mean,7:F1}";
            }
        }
        Console.WriteLine(line);
    }
}
sealed class Balancer : IPolicy
{
    public void Act(ReadOnlySpan<float> o, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        for (int i = 0; i < lanes.Length; i++)
            actions.Indices[i] = (10 * o[4*i+2]) + (2 * o[4*i+3]) + (0.3f * o[4*i]) + (0.6f * o[4*i+1]) > 0 ? 1 : 0;
    }
}
