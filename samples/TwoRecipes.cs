#:project ../src/Epoche.Experiments
// Two recipes trained side by side, compared, and one of them resumed.  Run it:  dotnet run -c Release samples/TwoRecipes.cs
using Epoche;

string runs = Directory.CreateTempSubdirectory("epoche-two-").FullName;
string[] quick = ["evaluation.final_episodes=200", "evaluation.stop_when_perfect=false", "steps=6_000"];
Experiment adam = Experiment.Load("cartpole", seed: 7, set: quick);
Experiment slow = Experiment.Load("cartpole", seed: 7, set: [.. quick, "optimizer.learning_rate=1e-4"]);

// Each on its own thread; each result is that of a run alone, bit for bit.
ExperimentRun[] both = await Task.WhenAll(
    Task.Run(() => adam.Run(runs, "adam", new() { Progress = new Lines() })),
    Task.Run(() => slow.Run(runs, "slow", new() { Progress = new Lines() })));
foreach (ExperimentRun run in both)
{
    Console.WriteLine($"{run.Folder.Path}: {Return(run.Result!):F1}");
}

// A run is a folder: open it, evaluate it on other episodes, give it more steps.
ExperimentRun opened = Experiment.Open(both[1].Folder);
Console.WriteLine($"other episodes: {Return(opened.Evaluate(episodes: 100, seed: 1)):F1}");
ExperimentRun more = opened.Resume(steps: 8_000);
Console.WriteLine($"after 2,000 steps more: {Return(more.Result!):F1}");
Console.WriteLine($"the higher learning rate is {Return(both[0].Result!) - Return(both[1].Result!):F1} steps ahead");
Directory.Delete(runs, recursive: true);

static double Return(RunResult result) => result.Evaluation is EpisodeEvaluation episodes ? episodes.Mean : double.NaN;

internal sealed class Lines : IProgress<ExperimentProgress>
{
    public void Report(ExperimentProgress value)
    {
        if (value.Report.IsEvaluated)
        {
            Console.WriteLine($"{value.Title}: {value.Position}, return {value[RunTags.EvaluationReturn]:F1}");
        }
    }
}
