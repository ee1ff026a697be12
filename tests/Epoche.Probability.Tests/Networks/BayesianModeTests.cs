using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Networks;

/// <summary>
/// A Bayesian network in evaluation mode: weights are drawn whatever the estimator, and what belongs to training does not act.
/// </summary>
public sealed class BayesianModeTests
{
    public static TheoryData<WeightEstimator, bool, bool> All => new(
        from estimator in Enum.GetValues<WeightEstimator>()
        from evaluating in new[] { false, true }
        from paused in new[] { false, true }
        select (estimator, evaluating, paused));

    [Theory]
    [MemberData(nameof(All))]
    public void Evaluation_draws_one_network_for_all_examples_and_drops_nothing(WeightEstimator estimator, bool evaluating, bool paused)
    {
        (BayesianNetwork network, ParameterStore store) = Made([new Dense(4, Tanh), new Dense(3)], estimator);
        Assert.Equal(evaluating || estimator == WeightEstimator.Weights, SharesDraw(network, store));

        (network, store) = Made([new Dense(16, Tanh), new Dropout(0.5f), new Dense(3)], WeightEstimator.Weights);
        Assert.Equal(evaluating, SharesDraw(network, store)); // masks differ from example to example

        bool SharesDraw(BayesianNetwork network, ParameterStore store)
        {
            StepArena arena = new();
            using (arena.TrainingStep(Rng.Stream(1, "outputs")))
            {
                using EvaluationMode.Scope mode = evaluating ? EvaluationMode.Begin() : default;
                Tensor y;
                if (paused)
                {
                    using (Tape.Pause())
                    {
                        y = Call(network, store, 1);
                    }
                }
                else
                {
                    y = Call(network, store, 1);
                }

                Assert.Equal(!paused, y.NeedsGradient);
                Assert.NotEqual(y.ToArray(), Call(network, store, 2).ToArray()); // chance is the model
                return y.Slice(0, 0, 1).ToArray().AsSpan().SequenceEqual(y.Slice(0, 1, 1).ToArray());
            }
        }
    }

    [Fact]
    public void A_guide_in_training_and_a_call_in_evaluation_mode_are_refused_where_nothing_would_be_learned()
    {
        (BayesianNetwork network, ParameterStore store) = Made([new Dense(3)], WeightEstimator.LocalReparameterization);
        StepArena arena = new();
        using (arena.TrainingStep(Rng.Stream(1, "outputs")))
        {
            TraceContext guide = Guided(network, store, 1);
            using (EvaluationMode.Begin())
            {
                string message = Assert.Throws<InvalidOperationException>(() => Call(network, store, guide)).Message;
                Assert.Contains("The guide was run in training, where WeightEstimator.LocalReparameterization draws no weights, "
                    + "and the network is called in evaluation mode", message, StringComparison.Ordinal);
                Assert.Equal([2, 3], Call(network, store, 1).Shape);
            }
        }
    }

    private static (BayesianNetwork Network, ParameterStore Store) Made(Sequential layers, WeightEstimator estimator)
    {
        BayesianNetwork network = new(layers, [2], seed: 1) { Estimator = estimator };
        ParameterStore store = new();
        network.Guide(new TraceContext(new SeedContext(new RootContext(store), Rng.Stream(1, "weights"))), scale: 0.3f);
        store.Build();
        return (network, store);
    }

    private static TraceContext Guided(BayesianNetwork network, ParameterStore store, int draw)
    {
        TraceContext guide = new(new SeedContext(new RootContext(store), Rng.Stream(1, "weights", draw)));
        network.Guide(guide);
        return guide;
    }

    private static Tensor Call(BayesianNetwork network, ParameterStore store, int draw) =>
        Call(network, store, Guided(network, store, draw));

    private static Tensor Call(BayesianNetwork network, ParameterStore store, TraceContext guide) =>
        network.Call(new ReplayContext(new RootContext(store), guide.Trace), Tensor.Of(new float[,] { { 1, 2 }, { 1, 2 } }));
}
