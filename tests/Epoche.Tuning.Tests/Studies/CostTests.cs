using System.Diagnostics;
using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Studies;

/// <summary>What a trial costs. The least of several measurements, since others share the machine.</summary>
public sealed class CostTests
{
    [Theory]
    [Trait("category", "soak")]
    [InlineData(TpeRules.Optuna5)]
    [InlineData(TpeRules.Optuna4)]
    public void A_suggestion_of_TPE_takes_a_millisecond_after_a_thousand_trials(TpeRules rules)
    {
        double milliseconds = SuggestionMilliseconds(rules);
        TestContext.Current.TestOutputHelper?.WriteLine($"{rules}: {milliseconds:F2} ms");
        Assert.True(milliseconds <= 1, $"{milliseconds:F2} ms");
    }

    [Fact]
    [Trait("category", "soak")]
    public void A_trial_costs_the_same_at_a_hundred_thousand_as_at_a_thousand()
    {
        (double early, double late) = TrialMicroseconds();
        TestContext.Current.TestOutputHelper?.WriteLine($"{early:F0} µs at 1,000 trials, {late:F0} µs at 100,000");
        Assert.True(late <= 2 * early, $"{early:F0} µs at 1,000 trials, {late:F0} µs at 100,000");
    }

    [Fact]
    [Trait("category", "soak")]
    public void Ten_thousand_trials_open_in_less_than_a_second()
    {
        double seconds = OpeningSeconds();
        TestContext.Current.TestOutputHelper?.WriteLine($"{seconds:F2} s");
        Assert.True(seconds < 1, $"{seconds:F2} s");
    }

    /// <summary>For the page: <c>Epoche.Tuning.Tests time</c> prints them.</summary>
    internal static void Print()
    {
        Console.WriteLine($"TPE, 1,000 trials, 10 parameters: {SuggestionMilliseconds(TpeRules.Optuna5):F2} ms by the rules of Optuna 5.0, "
            + $"{SuggestionMilliseconds(TpeRules.Optuna4):F2} ms by those of 4.9");
        (double early, double late) = TrialMicroseconds();
        Console.WriteLine($"A trial: {early:F0} µs at 1,000 trials, {late:F0} µs at 100,000");
        Console.WriteLine($"A journal of 10,000 trials opens in {OpeningSeconds():F2} s");
    }

    private static double OpeningSeconds()
    {
        using Folder folder = new();
        using JournalFile journal = folder.Journal(10_000, SearchSpace.Empty.Float("x", -10, 10).Choice("kind", "a", "b"));
        double least = double.PositiveInfinity;
        for (int i = 0; i < 3; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            _ = StudyRecord.ReadAll(journal);
            least = Math.Min(least, watch.Elapsed.TotalSeconds);
        }

        return least;
    }

    private static double SuggestionMilliseconds(TpeRules rules)
    {
        SearchSpace space = Enumerable.Range(0, 10).Aggregate(SearchSpace.Empty, (all, i) => i % 3 == 0
            ? all.Float($"rate {i}", 1e-5, 1, log: true) : all.Float($"x {i}", -5, 5));
        RandomSampler random = new();
        double[] numbers = new double[10];
        TrialRecord[] trials = [.. Enumerable.Range(0, 1000).Select(i =>
        {
            random.Suggest(new(space, Records.History(), 1, i), numbers);
            return Records.Complete(i, numbers.Sum(Math.Abs)).At(space, numbers);
        })];
        TpeSampler sampler = new() { Rules = rules, Multivariate = true };
        double least = double.PositiveInfinity;
        for (int i = 0; i < 300; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            sampler.Suggest(new(space, Records.History(trials), 1, 1000 + i), numbers);
            least = Math.Min(least, watch.Elapsed.TotalMilliseconds);
        }

        return least;
    }

    private static (double Early, double Late) TrialMicroseconds()
    {
        Study study = new(new() { Space = SearchSpace.Empty.Float("x", 0, 1).Int("n", 1, 1_000_000), Lag = 2 });
        int at = 0;
        double Least(int until)
        {
            double least = double.PositiveInfinity;
            for (; at < until; at += 100)
            {
                Stopwatch watch = Stopwatch.StartNew();
                for (int i = 0; i < 100; i++)
                {
                    Trial trial = study.Ask();
                    trial.Report(1, trial.Float("x"));
                    study.Tell(trial, trial.Float("x"));
                }

                least = at < until - 2000 && at > 1000 ? least : Math.Min(least, watch.Elapsed.TotalMicroseconds / 100);
            }

            return least;
        }

        return (Least(1000), Least(100_000));
    }
}
