using Epoche.Reinforcement.Tests.Agents.Tabular;
using static Epoche.Tensors.Ops;

namespace Epoche.Reinforcement.Tests.Agents.Imitation;

public sealed class BehaviourCloningTests
{
    private static readonly EnvironmentSpec s_pendulum = EnvironmentRegistry.Find("Pendulum-v1").Spec; // one number from -2 to 2

    /// <summary>A network of zeros is indifferent among what is allowed: −ln ½ where two of three actions are.</summary>
    [Fact]
    public void Cross_entropy_is_that_among_the_allowed_actions()
    {
        Demonstrations pairs = new(new Crossing(oneHot: true).Spec);
        pairs.Add([0, 1, 0, 0, 0], (int[])[Crossing.Jump], [false, true, true]);
        pairs.Add([0, 0, 1, 0, 0], (int[])[Crossing.Stay], [true, true, false]);

        Assert.Equal(Math.Log(2), Untrained(pairs, _ => [new Dense(3, kernel: Initializer.Zeros)]).Loss, 6);
    }

    /// <summary>Numbers in half-ranges: ½·(1 / 2)². A standard normal distribution: ½·1² + ½·ln 2π.</summary>
    [Fact]
    public void Numbers_are_learned_by_squared_error_or_by_the_likelihood_of_a_normal_distribution()
    {
        Demonstrations pairs = Demonstrations.Of(s_pendulum, [1, 0, 0], (float[])[1]);
        CloningScore squared = Untrained(pairs, _ => [new Dense(1, kernel: Initializer.Zeros)]);
        CloningScore normal = Untrained(pairs, _ => [new Dense(1, kernel: Initializer.Zeros), new FreeDeviation()]);

        Assert.Equal(0.125, squared.Loss, 6);
        Assert.Equal(1, squared.MeanError!.Value, 6);
        Assert.Equal(0.5 + (0.5 * Math.Log(2 * Math.PI)), normal.Loss, 6);
        Assert.Null(normal.Accuracy);
    }

    [Fact]
    public void A_clone_acts_like_its_player_and_measures_so_on_pairs_that_it_never_saw()
    {
        using IBatchEnvironment cartPole = new CartPoleBatch(1);
        ClonedPolicy clone = BehaviourCloning.Fit(Demonstrations.Record(cartPole, Player.Balancer, 1_500, new() { Noise = 0.2f }), new()
        {
            Network = spec => [new Dense(32, Tanh), new Dense(spec.Actions.Count)],
            Optimizer = new Adam(1e-2f),
            Epochs = 20,
            Validation = Demonstrations.Record(cartPole, Player.Balancer, 500, new() { Noise = 0.2f, Seed = 1 }),
        });

        Assert.InRange(clone.Score.Accuracy!.Value, 0.95, 1);
        Assert.Equal(20, clone.Report.Epochs.Count);
        Assert.Equal(clone.Score.Accuracy.Value, clone.Report.Last.Measured("validation/accuracy"));
        Assert.Equal(clone.Score.Loss, clone.Report.Last.Measured("validation/loss"));
        Assert.InRange(clone.Report.Epochs[0].Measured("train/accuracy"), 0.4, clone.Report.Last.Measured("train/accuracy"));
        using Evaluator evaluator = new(cartPole);
        Assert.InRange(evaluator.Run(clone, 50, seed: 4).Mean, 450, 500);
    }

    [Fact]
    public void A_player_that_scatters_is_learned_with_its_scatter()
    {
        Rng random = Rng.Stream(1, "scatter");
        float[] angles = new float[3_000], pushes = new float[1_000];
        for (int i = 0; i < 1_000; i++)
        {
            angles[3 * i] = random.NextSingle(-1, 1);
            pushes[i] = Math.Clamp((0.5f * angles[3 * i]) + random.NextNormal(0, 0.25f), -2, 2);
        }

        ClonedPolicy clone = BehaviourCloning.Fit(Demonstrations.Of(s_pendulum, angles, pushes), new()
        {
            Network = _ => [new Dense(1), new FreeDeviation()],
            Optimizer = new Adam(2e-2f),
            Epochs = 30,
            NormalizeObservations = false,
        });

        Assert.Equal(0.5f, clone.Model.Parameters.Values[0], 0.03f);
        Assert.Equal(0.25, Math.Exp(clone.Model.Parameters.Values[^1]), 0.02);
        Assert.Equal(0.25 * Math.Sqrt(2 / Math.PI), clone.Score.MeanError!.Value, 0.02); // the mean of |N(0, σ)|
    }

    [Fact]
    public void A_clone_is_saved_and_plays_the_same_when_it_is_loaded()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "clone.epoche");
        using IBatchEnvironment car = MountainCarContinuous.Batch(1);
        IPolicy player = EnvironmentRegistry.Find("MountainCarContinuous-v0").Player!.Create(car.Spec);
        ClonedPolicy clone = BehaviourCloning.Fit(
            Demonstrations.Record(car, player, 400), new() { Network = _ => [new Dense(8, Tanh), new Dense(1)], Epochs = 5 });
        ModelFile.Save(clone.Model, path);
        IPolicy loaded = BehaviourCloning.PolicyOf(ModelFile.Load(path), car.Spec);

        using Evaluator evaluator = new(car);
        Assert.Equal(evaluator.Run(clone, 5, seed: 1).Returns, evaluator.Run(loaded, 5, seed: 1).Returns);
        Assert.Throws<ArgumentException>(() => BehaviourCloning.PolicyOf(clone.Model, new CartPole().Spec));
    }

    [Fact]
    public void An_interrupted_training_ends_with_the_weights_of_one_that_was_not()
    {
        using TemporaryFolder folder = new();
        using IBatchEnvironment cartPole = new CartPoleBatch(1);
        Demonstrations pairs = Demonstrations.Record(cartPole, Player.Balancer, 300);
        CloningOptions options = new() { Network = spec => [new Dense(8, Relu), new Dense(2)], Epochs = 6 };
        string whole = Weights(options);
        using (Checkpoints first = Checkpoints.Open(folder.Path))
        {
            Weights(options with { Epochs = 3, Checkpoints = first });
        }

        using Checkpoints second = Checkpoints.Open(folder.Path);
        Assert.Equal(whole, Weights(options with { Checkpoints = second }));

        string Weights(CloningOptions with) => WeightsHash.Compute(BehaviourCloning.Fit(pairs, with).Model.Parameters.Values);
    }

    /// <summary>The two choices are independent: −ln ⅓ − ln ½.</summary>
    [Fact]
    public void Several_choices_at_once_are_learned_by_the_sum_over_them()
    {
        EnvironmentSpec spec = new() { Name = "Cockpit", Observation = [1], Actions = ActionSpec.MultiDiscrete(3, 2) };
        Demonstrations pairs = Demonstrations.Of(spec, [0, 1], (int[])[2, 0, 0, 1]);
        CloningScore untrained = Untrained(pairs, _ => [new Dense(5, kernel: Initializer.Zeros)]);
        ClonedPolicy clone = BehaviourCloning.Fit(pairs, new() { Network = _ => [new Dense(5)], Optimizer = new Adam(0.1f) });
        int[] actions = new int[4];
        clone.Act([0, 1], [0, 1], new PolicyActions(actions));

        Assert.Equal(Math.Log(6), untrained.Loss, 6);
        Assert.Equal([2, 0, 0, 1], actions);
        Assert.Equal(1, clone.Score.Accuracy);
    }

    private static CloningScore Untrained(Demonstrations pairs, Func<EnvironmentSpec, Model> network) =>
        BehaviourCloning.Fit(
            pairs, new() { Network = network, Epochs = 1, Optimizer = new Sgd(1e-12f), NormalizeObservations = false }).Score;
}
