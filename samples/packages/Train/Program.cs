// Trains an agent in a custom environment, with a callback and a log. Afterwards:  tensorboard --logdir docking
using Epoche;
using Train;
using static Epoche.Tensors.Ops;

Console.OutputEncoding = System.Text.Encoding.UTF8; // "±", on Windows too
string folder = args.Length > 0 ? args[0] : "docking";
foreach (EnvironmentFinding finding in EnvironmentCheck.Run(() => new Docking()).Where(finding => finding.Outcome != CheckOutcome.Passed))
{
    Console.WriteLine($"{finding.Rule.Statement}: {finding.Observed}");
}

using IBatchEnvironment ships = BatchEnvironment.Of(() => new Docking(), count: 8);
DqnAgent agent = new(ships.Spec, new()
{
    Network = spec => [new Dense(64, Relu), new Dense(64, Relu), new Dense(spec.Actions.Count)],
    TargetEverySteps = 500,
    Epsilon = Schedule.Linear(1f, 0.05f, steps: 5_000),
    DoubleQ = true,
    Selection = new() { EverySteps = 2_000 }, // evaluates the greedy policy during training, and keeps the best
    Seed = 1,
});

// Training is a loop, and its body is the callback: log, save, stop.
using EventFileWriter events = EventFileWriter.Open(folder);
IRunWriter log = new Echo(events, RunTags.TrainReturn);
foreach (TrainingReport report in agent.Train(ships, steps: 40_000))
{
    log.Scalar(RunTags.TrainReturn, report.Step, report.MeanReturn);
    log.Scalar(RunTags.TrainLoss, report.Step, report.Loss);
    log.Histogram("weights", report.Step, agent.Model.Parameters.Values);
    if (report.IsBest)
    {
        ModelFile.Save(agent.Best, Path.Combine(folder, "best.epoche"));
    }

    if (report.Evaluation is { Mean: > 0.7f })
    {
        break; // good enough
    }
}

events.Flush();
Console.WriteLine($"{RunLog.Read(folder).Scalars(RunTags.TrainReturn).Count} points of {RunTags.TrainReturn} in {folder}");

GreedyPolicy best = new(ModelFile.Load(Path.Combine(folder, "best.epoche")));
using Evaluator evaluator = new(ships);
Console.WriteLine($"best model: {evaluator.Run(best, episodes: 1_000, seed: 99)}");
