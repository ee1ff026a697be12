namespace Epoche.Experiments.Tests;

/// <summary>Several experiments in one process, at once.</summary>
public sealed class SideBySideTests
{
    [Fact]
    public async Task Experiments_side_by_side_have_the_bits_of_each_alone()
    {
        using TemporaryDirectory directory = new();
        Experiment[] experiments =
        [
            Experiment.Load("cartpole", seed: 1, set: Settings.CartPole),
            Experiment.Load("cartpole", seed: 2, set: Settings.CartPole),
            Experiment.Load("digits-conv", seed: 3, set: Settings.Digits),
            Experiment.Load("refuse", seed: 4, set: Settings.Refuse),
        ];
        ExperimentRun[] alone = [.. experiments.Select(experiment => experiment.Run(directory["alone"]))];
        List<string>[] titles = [.. experiments.Select(_ => new List<string>())];

        ExperimentRun[] together = await Task.WhenAll(
            experiments.Select((experiment, i) => Task.Run(
                () => experiment.Run(directory["together"], options: new() { Progress = new Titles(titles[i]) }),
                TestContext.Current.CancellationToken)));

        for (int i = 0; i < experiments.Length; i++)
        {
            Assert.Equal(alone[i].Result!.WeightsSha256, together[i].Result!.WeightsSha256);
            Assert.Equal($"{alone[i].Result!.Evaluation}", $"{together[i].Result!.Evaluation}");
            Assert.Equal(Curves(alone[i].Folder.Path), Curves(together[i].Folder.Path));
            Assert.Equal($"{experiments[i].Recipe.Name} · seed {experiments[i].Recipe.Seed}", Assert.Single(titles[i].Distinct()));
        }
    }

    [Fact]
    public async Task One_experiment_runs_twice_at_once()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load("cartpole", seed: 1, set: [.. Settings.CartPole, "evaluation.stop_at_return=1"]);

        ExperimentRun[] runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => experiment.Run(directory.Path), TestContext.Current.CancellationToken)));

        Assert.Equal(runs[0].Result!.WeightsSha256, runs[1].Result!.WeightsSha256);
        Assert.NotEqual(runs[0].Folder.Path, runs[1].Folder.Path);
    }

    private static string Curves(string run)
    {
        RunLog log = RunLog.Read(run);
        IEnumerable<string> names = log.ScalarNames.Where(name => !name.EndsWith("_per_second", StringComparison.Ordinal)).Order(
            StringComparer.Ordinal);
        return string.Join(
            '\n', names.Select(name => $"{name}: {string.Join(' ', log.Scalars(name).Select(point => $"{point.Step}={point.Value:R}"))}"));
    }

    private sealed class Titles(List<string> titles) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => titles.Add(value.Title);
    }
}
