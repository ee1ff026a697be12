#:project ../src/Epoche.Reinforcement
// An environment in Python (thermostat.py), an agent in C#.  Needs python3 with NumPy and gymnasium (EPOCHE_PYTHON names another Python).
// Run it:  dotnet run -c Release samples/PythonEnvironment.cs
using Epoche;
using static Epoche.Tensors.Ops;

using IBatchEnvironment rooms = GymnasiumEnvironment.Batch("thermostat:Thermostat", count: 8, new()
{
    Folders = ["samples"], // where thermostat.py is, beside the current folder
    TimeLimit = 100,
    Processes = 2,
});
DqnAgent agent = new(rooms.Spec, new()
{
    Network = spec => [new Dense(64, Relu), new Dense(64, Relu), new Dense(spec.Actions.Count)],
    Discount = 0.95f,
    TargetEverySteps = 500,
    Epsilon = Schedule.Linear(1f, 0.05f, steps: 5_000),
    Seed = 1,
});
foreach (TrainingReport report in agent.Train(rooms, steps: 20_000))
{
    Console.WriteLine($"step {report.Step,6}  return with exploration {report.MeanReturn,5:F1}");
}

using Evaluator evaluator = new(rooms);
EvaluationReport result = evaluator.Run(agent.Greedy(), episodes: 100, seed: 99);
Console.WriteLine($"comfortable for {result.Mean:F1} of 100 steps");
