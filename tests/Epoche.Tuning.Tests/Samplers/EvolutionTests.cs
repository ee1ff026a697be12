using Epoche.Tuning.Tests.Support;

namespace Epoche.Tuning.Tests.Samplers;

public sealed class EvolutionTests
{
    private static readonly SearchSpace s_square = SearchSpace.Empty.Float("x", 0, 1).Float("y", 0, 1);

    [Fact]
    public void Two_generations_of_cma_es_are_those_of_another_implementation()
    {
        // The Python package cmaes 0.9.1: CMA(mean=[.5, .5], sigma=1/6), two calls of tell with these points, the best first. It adds
        // 1e-8 to a divisor of the covariance's, so that is how near the numbers are.
        double[][][] generations =
        [
            [[0.4, 0.55], [0.45, 0.7], [0.6, 0.5], [0.3, 0.3], [0.65, 0.75], [0.8, 0.35]],
            [[0.42, 0.6], [0.35, 0.62], [0.5, 0.7], [0.55, 0.5], [0.3, 0.45], [0.62, 0.58]],
        ];
        CmaEsState state = CmaEsState.Begin([0.5, 0.5], 1.0 / 6).After(generations[0]);
        AssertNear([0.42990594713605174, 0.5887661800496674], state.Mean);
        Assert.Equal(0.14922185558857717, state.Sigma, 1e-8);
        AssertNear([0.8321259753413421, -0.07510811475142297, -0.07510811475142297, 0.9101833620208318], state.Covariance.ToArray());
        state = state.After(generations[1]);
        AssertNear([0.4063510556849977, 0.6135301222808357], state.Mean);
        Assert.Equal(0.13096652418820567, state.Sigma, 1e-8);
        AssertNear([0.6302869966743103, -0.1157154735455676, -0.11571547354556763, 0.8237483945016452], state.Covariance.ToArray());

        static void AssertNear(double[] expected, double[] actual) =>
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    [Fact]
    public void A_state_follows_from_the_visible_trials_whether_it_was_kept_or_not()
    {
        CmaEsSampler kept = new();
        Study study = new(new() { Space = s_square, Sampler = kept, Seed = 5, Lag = 2 });
        study.Run(trial => (trial.Float("x") * trial.Float("x")) + trial.Float("y"), trials: 40);
        double[] numbers = new double[2];
        for (int n = 2; n < 40; n++)
        {
            StudyHistory history = new([Direction.Minimize], [.. study.Trials.Take(n - 2)], [.. study.Trials.Skip(n - 2).Take(2)]);
            new CmaEsSampler().Suggest(new(s_square, history, 5, n), numbers);
            Assert.Equal(study.Trials[n].Parameters.Select(parameter => parameter.Number), numbers);
        }
    }

    [Fact]
    public void Cma_es_draws_choices_by_themselves_and_refuses_what_it_cannot_move()
    {
        SearchSpace space = SearchSpace.Empty.Choice("c", "a", "b").Int("n", 1, 100, log: true).When("c", ["b"], b => b.Float("z", 0, 1));
        Study study = new(new() { Space = space, Sampler = new CmaEsSampler(), Seed = 1 });
        study.Run(trial => Math.Abs(trial.Int("n") - 20) + (trial.Has("z") ? trial.Float("z") : 1), trials: 60);
        Assert.Equal(2, study.Trials.Select(trial => trial.Find("c")!.Number).Distinct().Count());
        Assert.InRange(study.Trials.Skip(40).Average(trial => trial.Find("n")!.Number), 10, 35);

        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => new Study(new() { Space = SearchSpace.Empty.Choice("c", "a", "b"), Sampler = new CmaEsSampler() }));
        Assert.StartsWith(
            "CMA-ES moves numbers that exist in every trial; the space has only choices and conditional parameters. Take tpe.",
            refused.Message, StringComparison.Ordinal);
        refused = Assert.Throws<ArgumentException>(() => new CmaEsSampler().Suggest(
            new(s_square, new([Direction.Minimize, Direction.Maximize], []), 1, 0), new double[2]));
        Assert.StartsWith("CMA-ES searches for one objective; this study has 2.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fronts_and_crowding_are_those_of_the_paper()
    {
        // (1,5), (2,3), (4,1) dominate each other nowhere; (3,4) is behind (2,3), (5,5) behind all; the last violates a constraint.
        Observation[] all = [Of(1, 5), Of(2, 3), Of(4, 1), Of(3, 4), Of(5, 5), Of(0, 0, violation: 1)];
        int[] ranks = Domination.Ranks(all);
        Assert.Equal([0, 0, 0, 1, 2, 3], ranks);

        // The middle one: (4 − 1)/3 + (5 − 1)/4 = 2; the ends are infinite.
        double[] crowding = Domination.Crowding(all, ranks);
        Assert.Equal([double.PositiveInfinity, 2, double.PositiveInfinity], crowding[..3]);
        Assert.Equal([0, 2, 1, 3, 4, 5], Domination.BestFirst(all));
    }

    [Fact]
    public void Nsga2_covers_a_front_that_random_search_misses()
    {
        // ZDT1 with six variables: the front is y = 1 − √x, where all others are 0.
        SearchSpace space = Enumerable.Range(0, 6).Aggregate(SearchSpace.Empty, (all, i) => all.Float($"x{i}", 0, 1));
        double[] reference = [1.1, 3];
        double volume = Volume(new Nsga2Sampler { Population = 20 }), random = Volume(new RandomSampler());
        Assert.True(volume > random + 0.3, $"{volume}, random {random}");

        double Volume(Sampler sampler)
        {
            Study study = new(new() { Space = space, Directions = [Direction.Minimize, Direction.Minimize], Sampler = sampler, Seed = 3 });
            study.Run(
                (trial, _) =>
                {
                    double first = trial.Float("x0"), rest = 1 + (9 * Enumerable.Range(1, 5).Average(i => trial.Float($"x{i}")));
                    return [first, rest * (1 - Math.Sqrt(first / rest))];
                },
                trials: 400);
            return Hypervolume.Of([.. study.Front.Select(trial => trial.Values!.ToArray())], reference);
        }
    }

    [Fact]
    public void Auto_takes_what_its_rule_says()
    {
        SearchSpace choices = s_square.Choice("c", "a", "b");
        Assert.IsType<GpSampler>(For(s_square, 250, 1));
        Assert.IsType<CmaEsSampler>(For(s_square, 251, 1));
        Assert.IsType<GpSampler>(For(s_square, 100, 4));
        Assert.IsType<TpeSampler>(For(s_square, 100, 5));
        Assert.IsType<TpeSampler>(For(choices, 100, 1));
        Assert.IsType<TpeSampler>(For(choices, 1000, 1));
        Assert.IsType<Nsga2Sampler>(For(choices, 300, 2));

        static Sampler For(SearchSpace space, int results, int objectives)
        {
            TrialRecord[] trials = [.. Enumerable.Repeat(Records.Complete(0, 1), results)];
            return new AutoSampler().For(new(space, new([.. Enumerable.Repeat(Direction.Minimize, objectives)], trials), 1, results));
        }
    }

    private static Observation Of(double one, double other, double violation = 0)
    {
        TrialRecord trial = new(0, 0, TrialState.Complete) { Values = [one, other] };
        if (violation > 0)
        {
            trial.SetSystem(TrialRecord.ConstraintsKey, StudyValue.List(violation));
        }

        return new(trial, [], [one, other]);
    }
}
