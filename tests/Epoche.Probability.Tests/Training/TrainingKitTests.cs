using Epoche.Conformance.Loop;
using Epoche.Probability.Tests.Predictives;
using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Training;

/// <summary>Every training of this library by <see cref="TrainingKit"/>, and those of networks that become random.</summary>
public sealed class TrainingKitTests
{
    private const int Size = 64; // 4 batches of 200 points

    [Fact]
    public void EnsembleTrainer_passes()
    {
        DeepEnsemble? ensemble = null;
        TrainingKit.Check(new(() => Ensemble(ensemble = Networks(members: 3)))
        {
            Evaluate = _ => ensemble!.Predict(Tensor.Ones([4, 2]), 3),
            Others = [() => Ensemble(Networks(members: 2)), () => Ensemble(Networks(members: 3), size: 50), () => Inference().Training],
            SteadyAfter = null, // work for other threads
        });
    }

    [Fact]
    public void SviTraining_of_batches_passes()
    {
        (SviTraining<Batch> Training, Predictive Predictive) last = Inference();
        TrainingKit.Check(new(() => (last = Inference()).Training)
        {
            Evaluate = _ => last.Predictive.Predict(Tensor.Ones([4, 2]), 3),
            // other programs are refused in their first run
            Others =
            [
                () => Inference(new Sgd(0.1f)).Training, () => Inference(size: 20).Training, () => Ensemble(Networks(members: 3)), Mean,
            ],
            SteadyAfter = null, // programs are user code
        });
    }

    [Fact]
    public void SviTraining_of_the_same_data_passes() => TrainingKit.Check(new(Mean) { SteadyAfter = null });

    [Fact]
    public void A_network_with_dropout_that_goes_on_passes() => Check(net => new DropoutPredictive(net, Softmax, seed: 3));

    [Fact]
    public void A_network_whose_last_layer_becomes_random_passes() =>
        Check(net => new LastLayerLaplace(net, DeepEnsembleTests.Clouds(), seed: 3));

    /// <summary>A predictive is made of the weights in training, and asked, after every step.</summary>
    private static void Check(Func<Sequential, Predictive> predictive)
    {
        Sequential? net = null;
        TrainingKit.Check(new(
            () => Network(net = new Sequential { new Dense(8, Relu), new Dropout(0.2f), new Dense(2) }.Build([2], seed: 1)))
        {
            Evaluate = _ => predictive(net!).Predict(Tensor.Ones([4, 2]), 3),
            Others = [() => Ensemble(Networks(members: 1))],
        });
    }

    private static SupervisedTraining Network(Sequential net) => new(
        new Trainer(new() { Optimizer = new Adam(0.01f) }, net.Parameters), new Batches(DeepEnsembleTests.Clouds(), new() { Size = Size }),
        b => SoftmaxCrossEntropy(net.Call(b.Inputs), b.Targets).Mean());

    private static DeepEnsemble Networks(int members) =>
        new([new Dense(8, Relu), new Dropout(0.2f), new Dense(2)], [2], members, seed: 1, output: Softmax);

    private static EnsembleTrainer Ensemble(DeepEnsemble ensemble, int size = Size) =>
        new(ensemble, DeepEnsembleTests.Clouds(), new() { Optimizer = new Adam(0.02f), Seed = 4 }, new() { Size = size, Seed = 5 });

    private static (SviTraining<Batch> Training, Predictive Predictive) Inference(Optimizer? optimizer = null, int size = Size)
    {
        Dataset data = DeepEnsembleTests.Clouds();
        BayesianNetwork network = new([new Dense(4, Relu), new Dense(2)], [2], seed: 1);
        Svi<Batch> svi = new(
            (p, batch) =>
            {
                Tensor logits = network.Call(p, batch.Inputs);
                using (p.Plate("examples", data.Count, batch: batch.Targets.Count))
                {
                    p.Sample("label", Categorical.OfLogits(logits), observed: batch.Targets);
                }
            },
            (p, _) => network.Guide(p),
            new() { Optimizer = optimizer ?? new Adam(0.01f), KlWeight = Schedule.Linear(0, 1, 10), Seed = 2 });
        Batches batches = new(data, new() { Size = size, Seed = 3 });
        return (
            new(svi, batches.At, batches.Count) { Examples = _ => data.Count },
            new NetworkPredictive(network, svi.Parameters, Softmax, seed: 7));
    }

    /// <summary>A mean, by the same numbers at each step.</summary>
    private static SviTraining<Tensor> Mean()
    {
        Svi<Tensor> svi = new(
            (p, x) =>
            {
                Tensor mean = p.Sample("mean", new Normal(0, 10));
                using (p.Plate("data", 3))
                {
                    p.Sample("x", new Normal(mean, 1), observed: x);
                }
            },
            (p, _) => p.Sample("mean", new Normal(p.Param("location", 0), p.Param("scale", 1, Constraint.Positive))),
            new() { Optimizer = new Adam(0.1f), Seed = 1 });
        Tensor data = Tensor.Of(1, 2, 4);
        return new(svi, _ => data);
    }
}
