using Epoche.Probability.Tests.Effects;
using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Networks;

public sealed class BayesianNetworkTests
{
    [Fact]
    public void Every_parameter_is_a_site()
    {
        BayesianNetwork network = new(
            [new Dense(4, Relu), new Dense(2)], [3], prior: _ => new ScaleMixture([0.5f, 0.5f], [1, 0.1f]), scope: "net/");
        Trace trace = ContextTests.Run((p, _) => network.Call(p, Tensor.Ones([5, 3])), 1);

        Assert.Equal(
            ["net/dense/kernel [3, 4]", "net/dense/bias [4]", "net/dense_2/kernel [4, 2]", "net/dense_2/bias [2]"],
            trace.Sites.Select(site => $"{site.Name} {site.Value.Shape}"));
        Assert.Equal(12, trace["net/dense/kernel"].ToArray().Distinct().Count());
    }

    [Fact]
    public void A_prior_that_does_not_fit_is_named()
    {
        BayesianNetwork network = new([new Dense(4)], [3], prior: _ => new Normal(Tensor.Zeros([5]), 1));
        ProgramException e = Assert.Throws<ProgramException>(() => ContextTests.Run((p, _) => network.Call(p, Tensor.Ones([1, 3])), 1));
        Assert.Contains("Site 'dense/kernel', Normal: its parameters do not fit together. A prior of shape [5] does not fit a parameter of "
            + "shape [3, 4].", e.Message);
    }

    /// <summary>
    /// sin 3x on [−1, 1] with noise of deviation 0.1, seed 1: near the data within 0.15 on average; twice as unsure at 3 as inside.
    /// </summary>
    [Fact]
    public void A_network_is_unsure_where_it_saw_nothing()
    {
        Rng random = new(1);
        Tensor x = Tensor.Uniform([200, 1], ref random, -1, 1), y = Sin(3 * x) + Tensor.Normal([200, 1], ref random, 0, 0.1f);
        BayesianNetwork network = new([new Dense(20, Tanh), new Dense(1)], [1], seed: 1);
        Svi<Tensor> svi = new(
            (p, data) =>
            {
                Tensor mean = network.Call(p, data);
                using (p.Plate("data", 200))
                {
                    p.Sample("y", new Normal(mean, 0.1f), observed: y);
                }
            },
            (p, _) => network.Guide(p),
            new() { Optimizer = new Adam(0.01f), KlWeight = Schedule.Linear(0, 1, 500), Seed = 1 });
        SviReport last = svi.Run(x, 2000).Last();
        NetworkPredictive predictive = new(network, svi.Parameters, seed: 2);

        Tensor inside = predictive.Predict(Tensor.Of(new float[,] { { -0.5f }, { 0 }, { 0.5f } }), 200),
            outside = predictive.Predict(Tensor.Of(new float[,] { { 3 } }), 200);

        Assert.Equal<Shape>([200, 3, 1], inside.Shape);
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange(inside.Mean(axis: 0)[i, 0], MathF.Sin(3 * (i - 1) * 0.5f) - 0.15f, MathF.Sin(3 * (i - 1) * 0.5f) + 0.15f);
        }

        Assert.True(
            Deviation(outside) > 2 * Deviation(inside.Slice(1, 1, 1)),
            $"{Deviation(outside)} outside, {Deviation(inside.Slice(1, 1, 1))} inside");
        Assert.True(last.Kl > 10, $"{last.Kl}");
        Assert.Equal(
            inside.Slice(0, 0, 10).ToArray(), predictive.Predict(Tensor.Of(new float[,] { { -0.5f }, { 0 }, { 0.5f } }), 10).ToArray());
    }

    [Fact]
    public void Networks_have_numbers_and_examples_may_come_in_any_batches()
    {
        BayesianNetwork network = new([new Dense(5, Tanh), new Dense(2)], [3], seed: 1);
        ParameterStore parameters = new();
        network.Guide(new SeedContext(new RootContext(parameters), new Rng(1)));
        parameters.Build();
        NetworkPredictive predictive = new(network, parameters, Softmax);
        Rng random = new(2);
        Tensor x = Tensor.Normal([1200, 3], ref random), all, inside;
        StepArena arena = new();
        using (arena.Step())
        {
            all = predictive.Predict(x, 6);
            inside = predictive.Predict(x.Slice(0, 500, 30), 2, first: 3);
        }

        Assert.Equal<Shape>([6, 1200, 2], all.Shape);
        Assert.Equal(all.Slice(0, 3, 2).Slice(1, 500, 30).ToArray(), inside.ToArray());
        Assert.Equal(6, all.Slice(1, 1199, 1).ToArray().Distinct().Count() / 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => predictive.Predict(x, 1, first: -1));
        Assert.Equal<Shape>([2, 0, 2], predictive.Predict(Tensor.Zeros([0, 3]), 2).Shape);
        Assert.Contains(
            "[batch, 3]; received [4, 2]", Assert.Throws<ArgumentException>(() => predictive.Predict(Tensor.Zeros([4, 2]), 1)).Message);
    }

    [Fact]
    public void Nothing_learned_predicts_nothing() => Assert.Contains("no memory yet", Assert.Throws<InvalidOperationException>(
        () => new NetworkPredictive(new([new Dense(1)], [1]), new ParameterStore()).Predict(Tensor.Ones([1, 1]), 1)).Message);

    private static float Deviation(Tensor draws) => MathF.Sqrt(Square(draws - draws.Mean()).Mean().Item());
}
