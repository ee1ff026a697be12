using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Samplers;

/// <summary>What every sampler owes, whatever it suggests. A new one goes into <see cref="All"/>.</summary>
public sealed class SamplerKitTests
{
    private static readonly SearchSpace s_mixed = SearchSpace.Empty
        .Float("x", -5, 5).Float("rate", 1e-5, 1, log: true).Float("share", 0, 1, step: 0.25).Int("n", 1, 100, log: true).Int("fixed", 3, 3)
        .Choice("kind", "a", "b", "c").When("kind", ["a", "b"], inner => inner.Float("point", 2, 2).Int("depth", 2, 8, step: 2));

    private static readonly SearchSpace s_discrete = SearchSpace.Empty
        .Int("n", 1, 3).Choice("kind", "a", "b").When("kind", ["b"], inner => inner.Int("depth", 1, 2));

    public static TheoryData<string, Sampler> All
    {
        get
        {
            Sampler[] samplers =
            [
                new RandomSampler(), new SobolSampler(), new TpeSampler(), new TpeSampler { Rules = TpeRules.Optuna4 },
                new TpeSampler { Rules = TpeRules.Optuna4, Multivariate = true, ConstantLiar = true, Group = false },
                new GpSampler(), new CmaEsSampler(), new Nsga2Sampler { Population = 10 }, new AutoSampler(),
            ];
            return new(samplers.Select(sampler => (sampler.Text, sampler)));
        }
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void The_same_context_gives_the_same_numbers_and_all_are_of_their_domains(string text, Sampler sampler)
    {
        foreach (int trials in new[] { 0, 1, 9, 40 })
        {
            StudyHistory history = History(trials, 1), pair = History(trials, 2);
            foreach (StudyHistory seen in sampler is CmaEsSampler ? [history] : new[] { history, pair })
            {
                double[] first = Suggest(sampler, seen, 1), again = Suggest(sampler, seen, 1), other = Suggest(sampler, seen, 2);
                Assert.Equal(first, again);
                Assert.False(first.SequenceEqual(other), $"{text} does not depend on the seed");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Any_number_of_workers_gives_the_same_study(string text, Sampler sampler)
    {
        string[] hashes = [.. new[] { 1, 4 }.Select(workers =>
        {
            Study study = new(new() { Space = s_mixed, Sampler = sampler, Lag = 3, Seed = 4 });
            study.Run(trial =>
            {
                Thread.Sleep(workers == 1 ? 0 : trial.Number % 3);
                return Math.Abs(trial.Float("x")) + trial.Float("rate");
            }, trials: 24, new() { Workers = workers });
            return study.Hash;
        })];
        Assert.True(hashes[0] == hashes[1], text);
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void A_small_discrete_space_is_searched_completely(string text, Sampler sampler)
    {
        Study study = new(new() { Space = s_discrete, Sampler = sampler });
        study.Run(trial => trial.Int("n"), trials: 100);
        Assert.True(study.Trials.Count == 9, $"{text}: {study.Trials.Count}");
    }

    private static double[] Suggest(Sampler sampler, StudyHistory history, ulong seed)
    {
        double[] numbers = new double[s_mixed.Parameters.Count];
        sampler.Suggest(new(s_mixed, history, seed, history.Results.Count + history.Pending.Count), numbers);
        s_mixed.BlankMissing(numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            SearchParameter parameter = s_mixed.Parameters[i];
            Assert.True(!s_mixed.Exists(i, numbers) || parameter.Domain.Contains(numbers[i]), $"{parameter}: {numbers[i]}");
        }

        return numbers;
    }

    /// <summary>Complete, pruned, failed, infeasible and running trials.</summary>
    private static StudyHistory History(int count, int objectives)
    {
        RandomSampler random = new();
        List<TrialRecord> results = [], pending = [];
        for (int i = 0; i < count; i++)
        {
            double[] numbers = new double[s_mixed.Parameters.Count];
            random.Suggest(new(s_mixed, Records.History(), 7, i), numbers);
            s_mixed.BlankMissing(numbers);
            TrialState state = i >= count - 3 && count > 9 ? TrialState.Running
                : (i % 7) switch { 3 => TrialState.Pruned, 5 => TrialState.Fail, _ => TrialState.Complete };
            TrialRecord trial = new(i, i, state);
            foreach ((int index, double number) in numbers.Index().Where(one => !double.IsNaN(one.Item)))
            {
                trial.Set(new(s_mixed.Parameters[index].Name, s_mixed.Parameters[index].Domain, number));
            }

            if (state == TrialState.Complete)
            {
                trial.Values = [.. Enumerable.Range(0, objectives).Select(objective => Math.Abs(numbers[0] - objective))];
            }
            else if (state == TrialState.Pruned)
            {
                trial.Report(1, Math.Abs(numbers[0]));
            }

            if (i % 11 == 4)
            {
                trial.SetSystem(TrialRecord.ConstraintsKey, StudyValue.List(1.0));
            }

            (state == TrialState.Running ? pending : results).Add(trial);
        }

        return new([.. Enumerable.Repeat(Direction.Minimize, objectives)], results, pending);
    }
}
