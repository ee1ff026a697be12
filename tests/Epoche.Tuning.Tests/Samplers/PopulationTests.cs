namespace Epoche.Tuning.Tests.Samplers;

public sealed class PopulationTests
{
    private static readonly SearchSpace s_space = SearchSpace.Empty.Float("rate", 1e-4, 1, log: true).Int("n", 1, 9);

    [Fact]
    public void The_worst_quarter_continues_from_the_best_with_other_parameters_and_the_rest_with_its_own()
    {
        Study study = new(new() { Space = s_space, Sampler = new PopulationSampler { Population = 4, Resampling = 0 }, Lag = 3 });
        study.Run(trial => trial.Number % 4, trials: 16);
        IReadOnlyList<TrialRecord> trials = study.Trials;

        Assert.All(trials.Take(4), trial => Assert.Null(trial.Parent));
        for (int n = 4; n < 16; n++)
        {
            TrialRecord trial = trials[n], parent = trials[trial.Parent!.Value];
            Assert.Equal(n % 4 == 3 ? 0 : n % 4, parent.Number % 4); // member 3 is always the worst, and member 0 the best
            double rate = trial.Find("rate")!.Number, before = parent.Find("rate")!.Number;
            double[] expected = n % 4 == 3 ? [Math.Clamp(0.8 * before, 1e-4, 1), Math.Clamp(1.2 * before, 1e-4, 1)] : [before];
            Assert.Contains(rate, expected);
        }
    }

    [Fact]
    public void A_schedule_is_found_and_its_lineage_is_in_the_file()
    {
        // Progress is fast at a rate of 0.1 in the beginning and 0.001 later: no constant rate is good throughout.
        MemoryLog log = new();
        Study study = new(new() { Space = s_space, Sampler = new PopulationSampler(), Lag = 7, Seed = 2 }, log);
        Dictionary<int, double> checkpoints = [];
        study.Run(trial =>
        {
            lock (checkpoints)
            {
                double loss = trial.Parent is { } parent ? checkpoints[parent] : 1;
                double off = Math.Log10(trial.Float("rate")) - (loss > 0.1 ? -1 : -3);
                return checkpoints[trial.Number] = loss * (1 - (0.5 / (1 + (off * off * 4))));
            }
        }, trials: 96, new() { Workers = 4 });

        TrialRecord winner = study.Best!;
        List<TrialRecord> lineage = [winner];
        while (lineage[^1].Parent is { } parent)
        {
            lineage.Add(StudyRecord.Read(log, "study").Trials[parent]);
        }

        Assert.InRange(lineage.Count, 8, 12);
        Assert.True(lineage[0].Find("rate")!.Number < lineage[^1].Find("rate")!.Number);
    }

    [Fact]
    public void A_lag_that_hides_the_parent_is_named()
    {
        Study study = new(new() { Space = s_space, Sampler = new PopulationSampler { Population = 4 }, Lag = 4 });
        Assert.Equal(
            "Trial 4 continues trial 0 and may not see it. Give the study a lag below 4, the population, and no trials of other programs.",
            Assert.Throws<InvalidOperationException>(() => study.Run(trial => 1, trials: 9)).Message);
    }
}
