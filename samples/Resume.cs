#:project ../src/Epoche.Reinforcement
// An agent's training that can be interrupted at any time.  Run it:  dotnet run -c Release samples/Resume.cs
using Epoche;
using static Epoche.Tensors.Ops;

DqnOptions options = new()
{
    Network = spec => [new Dense(32, Relu), new Dense(spec.Actions.Count)],
    TargetEverySteps = 100,
    TrainEverySteps = 8,
};
string folder = Directory.CreateTempSubdirectory("epoche-resume-").FullName;
string undisturbed = Train(Path.Combine(folder, "undisturbed"), until: 6_000);
Train(Path.Combine(folder, "stopped"), until: 2_345); // interrupted here
string resumed = Train(Path.Combine(folder, "stopped"), until: 6_000);
Directory.Delete(folder, recursive: true);
Console.WriteLine($"undisturbed {undisturbed[..16]}, resumed {resumed[..16]}");
Console.WriteLine($"{(undisturbed == resumed ? 1 : 0)}: the same weights, bit for bit");

string Train(string folder, long until)
{
    using IBatchEnvironment environment = EnvironmentRegistry.Find("CartPole-v1").CreateBatch(1);
    DqnAgent agent = new(environment.Spec, options);
    using Checkpoints checkpoints = Checkpoints.Open(folder);
    checkpoints.TryLoad(agent.Loop); // false if there is none yet

    // Saves every two seconds, in the middle of an episode, and at the end.
    foreach (TrainingReport report in agent.Train(environment, until - agent.Step, checkpoints: checkpoints))
    {
        Console.WriteLine($"step {report.Step,5}  return {report.MeanReturn,5:F1}");
    }

    return WeightsHash.Compute(agent.Model.Parameters.Values);
}
