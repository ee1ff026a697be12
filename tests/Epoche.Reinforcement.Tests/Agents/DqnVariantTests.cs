using Epoche;
using Epoche.Reinforcement.Tests.Simulation;

namespace Epoche.Reinforcement.Tests.Agents;

public sealed class DqnVariantTests
{
    /// <summary>All variants, and all of them together.</summary>
    public static IReadOnlyDictionary<string, Func<DqnOptions, DqnOptions>> Variants { get; } =
        new SortedDictionary<string, Func<DqnOptions, DqnOptions>>(StringComparer.Ordinal)
        {
            ["boltzmann"] = o => o with { Temperature = 0.5f, Epsilon = 0 },
            ["categorical"] = o => With(o, new() { Hidden = [12], Atoms = new CategoricalAtoms(-10, 60) { Count = 11 } }),
            ["dueling"] = o => With(o, new() { Hidden = [12, 8], Dueling = true }) with { DoubleQ = true },
            ["munchausen"] = o => o with { Munchausen = new() { Temperature = 0.1f } },
            ["noisy"] = o => With(o, new() { Hidden = [12], Noise = 0.5f }) with { Epsilon = 0 },
            ["prioritized"] = o => o with { Replay = o.Replay with { NStep = 3, Priorities = new() { Scale = ImportanceScale.Memory } } },
            ["quantiles"] = o => With(o with { HuberDelta = 1 }, new() { Hidden = [12], Atoms = new QuantileAtoms { Count = 7 } }),
            ["rainbow"] = o => With(
                o with { DoubleQ = true, Epsilon = 0, Replay = o.Replay with { NStep = 3, Priorities = new() } },
                new() { Hidden = [12, 8], Dueling = true, Noise = 0.5f, Atoms = new CategoricalAtoms(-10, 60) { Count = 11 } }),
        };

    public static TheoryData<string> Names => [.. Variants.Keys];

    private static readonly DqnOptions s_options = new()
    {
        Network = spec => QNetwork.Create(spec, new() { Hidden = [12] }),
        Replay = new() { Capacity = 400 },
        Epsilon = Schedule.Linear(1f, 0.1f, 600),
        WarmUpSteps = 60,
        BatchSize = 16,
        TargetEverySteps = 50,
        Seed = 3,
    };

    /// <summary>
    /// The ferry throws where a forbidden action comes through. Its crashes are rare and dear: Huber's loss, which goes by the median where
    /// errors are large, would take no notice of them.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Under_masks_it_learns_and_never_takes_a_forbidden_action(string name)
    {
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Ferry), 3);
        DqnOptions options = s_options with { Optimizer = new Adam(1e-2f), Discount = 0.9f, HuberDelta = 100 };
        DqnAgent agent = new(environment.Spec, Variants[name](options));

        Assert.NotEmpty(agent.Train(environment, steps: 4_500).ToList());

        using Evaluator evaluator = new(environment);
        double random = evaluator.Run(new RandomPolicy(environment.Spec.Actions, seed: 9), 200, seed: 1).Mean;
        double learned = evaluator.Run(agent.Greedy(), 200, seed: 1).Mean;
        Assert.True(learned > random, $"{learned} is no better than {random}, by chance");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stopped_and_resumed_it_goes_on_bit_for_bit(string name)
    {
        DqnOptions options = Variants[name](s_options);
        float[] expected;
        using (IBatchEnvironment environment = BatchEnvironment.Of(() => default(Ferry), 3))
        {
            DqnAgent agent = new(environment.Spec, options);
            Assert.NotEmpty(agent.Train(environment, steps: 900).ToList());
            expected = agent.Model.Parameters.Values.ToArray();
        }

        using TemporaryFolder folder = new();
        DqnAgent resumed = null!;
        foreach (long steps in new[] { 30, 330, 540 }) // within the warm-up, after the ring has wrapped, and to the end
        {
            using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Ferry), 3);
            using Checkpoints checkpoints = Checkpoints.Open(folder.Path);
            resumed = new(environment.Spec, options);
            checkpoints.TryLoad(resumed.Loop);
            Assert.NotEmpty(resumed.Train(environment, steps).ToList());
            checkpoints.Save(resumed.Loop, resumed.Step);
        }

        Assert.Equal(900, resumed.Step);
        Assert.Equal(expected, resumed.Model.Parameters.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_steady_state_nothing_is_allocated(string name)
    {
        using AllocationMeter meter = new(BatchEnvironment.Of(() => default(Corridor), 2), from: 500, to: 1_000);
        DqnAgent agent = new(meter.Spec, Variants[name](s_options) with { ReportEverySteps = 1_000_000 });

        Assert.NotEmpty(agent.Train(meter, steps: 2_200).ToList());

        Assert.Equal(0, meter.Bytes);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_model_acts_the_same_when_it_was_saved_and_loaded(string name)
    {
        using TemporaryFolder folder = new();
        using IBatchEnvironment environment = BatchEnvironment.Of(() => default(Corridor), 2);
        DqnAgent agent = new(environment.Spec, Variants[name](s_options));
        Assert.NotEmpty(agent.Train(environment, steps: 300).ToList());
        float[] observations = new float[20 * environment.Spec.Observation.ElementCount];
        new Rng(1).FillUniform(observations, -1, 1);
        float[] expected = new float[20 * environment.Spec.Actions.Count], found = new float[expected.Length];

        string path = Path.Combine(folder.Path, "model");
        agent.Model.Save(path);
        agent.Greedy().Values(observations, expected);
        new GreedyPolicy(Model.Load(path)).Values(observations, found);

        Assert.Equal(expected, found);
    }

    /// <summary>
    /// Values 1, 2 and 3 of which the last is forbidden, τ = 0.5: as often as e² to e⁴; of 20,000 draws within four standard errors.
    /// </summary>
    [Fact]
    public void Boltzmann_draws_by_softmax_among_what_is_allowed()
    {
        const int draws = 20_000;
        int[] actions = new int[1], counts = new int[3];
        Rng random = new(1);
        for (int i = 0; i < draws; i++)
        {
            actions[0] = -1;
            Boltzmann.Draw([1, 2, 3], 3, 0.5f, ref random, actions, [true, true, false]);
            counts[actions[0]]++;
        }

        double p = 1 / (1 + Math.Exp(2)), error = Math.Sqrt(p * (1 - p) / draws);
        Assert.Equal(0, counts[2]);
        Assert.InRange(counts[0] / (double)draws, p - (4 * error), p + (4 * error));
    }

    /// <summary>
    /// Target values (0, 1) everywhere, τ = 1: ln π = −ln(1 + e) and 1 − ln(1 + e); the soft maximum of what follows is ln(1 + e).
    /// Action 0 was taken, α = ½, l₀ = −1: the bonus is cut at −1. y = 2 − ½ + ½·ln(1 + e); the online value is 0, the error −y.
    /// </summary>
    [Fact]
    public void Munchausen_adds_the_clipped_logarithm_of_the_policy()
    {
        Sequential online = [new Dense(2)], target = [new Dense(2)];
        online.Build([1]).Parameters.Values.Clear();
        target.Build([1]).Parameters.Values.Clear();
        target.Parameters.Values[3] = 1;
        using (new StepArena().Step())
        {
            Transitions t = new(
                Tensor.Of([1], [1, 1]), Tensor.Of([0], [1]), Tensor.Of([2], [1]), Tensor.Of([0.5f], [1]), Tensor.Of([1], [1, 1]));
            MunchausenOptions options = new() { Temperature = 1, Share = 0.5f, Floor = -1 };

            TransitionLosses found = DqnObjective.MunchausenLosses(online, target, t, options, huberDelta: 1);

            double soft = Math.Log(1 + Math.E), y = 2 - 0.5 + (0.5 * soft);
            Assert.Equal(-y, found.Errors.Item(), 5);
            TransitionLosses other = DqnObjective.MunchausenLosses(
                online, target, t with { A_tm1 = Tensor.Of([1], [1]), Allowed_t = Tensor.Of([1, 0], [1, 2]) }, options, huberDelta: 1);
            // Action 1: ln π = 1 − ln(1 + e) is not cut; where only action 0 is allowed the soft maximum is its value, 0.
            Assert.Equal(-(2 + (0.5 * (1 - soft))), other.Errors.Item(), 5);
        }
    }

    [Fact]
    public void Variants_that_contradict_each_other_are_refused()
    {
        EnvironmentSpec spec = new Corridor().Spec;
        Assert.Contains(
            "Munchausen does not go with DoubleQ",
            Refused(s_options with { Munchausen = new(), DoubleQ = true }), StringComparison.Ordinal);
        Assert.Contains(
            "Munchausen does not go with Replay.NStep = 3",
            Refused(s_options with { Munchausen = new(), Replay = new() { NStep = 3 } }), StringComparison.Ordinal);
        Assert.Contains(
            "the network gives distributions (quantile-values)",
            Refused(Variants["quantiles"](s_options) with { Munchausen = new() }), StringComparison.Ordinal);
        Assert.Contains(
            "HuberDelta is null", Refused(Variants["quantiles"](s_options) with { HuberDelta = null }), StringComparison.Ordinal);
        Assert.Contains("Temperature at step 0", Refused(s_options with { Temperature = 0f }), StringComparison.Ordinal);

        string Refused(DqnOptions options) => Assert.ThrowsAny<ArgumentException>(() => new DqnAgent(spec, options)).Message;
    }

    private static DqnOptions With(DqnOptions options, QNetworkOptions network) =>
        options with { Network = spec => QNetwork.Create(spec, network) };
}
