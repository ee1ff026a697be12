using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Training.Loop;

/// <summary>The trainings of this library, small.</summary>
internal static class TrainingCases
{
    private const int Rows = 13, Features = 3, Classes = 3;

    internal static Dataset Data { get; } = MakeData();

    internal static Sequential Net()
    {
        Sequential net = [new Dense(8, Relu), new Dropout(0.3f), new Dense(Classes)];
        return net.Build([Features], seed: 5);
    }

    internal static SupervisedTraining Supervised(
        Sequential? network = null, Optimizer? optimizer = null, int batch = 4, ulong seed = 2,
        WeightAveraging? averaging = null)
    {
        Sequential net = network ?? Net();
        Trainer trainer = new(new() { Optimizer = optimizer ?? new Adam(0.01f), Seed = seed, Averaging = averaging }, net.Parameters);
        return new SupervisedTraining(
            trainer,
            new Batches(Data, new() { Size = batch, Seed = seed }),
            b => SoftmaxCrossEntropy(net.Call(b.Inputs), b.Targets).Mean());
    }

    internal static SequenceTraining Sequence(int epochs = 2) =>
        new(epochs, Supervised(), Supervised(Small(), seed: 9), Supervised(seed: 4));

    internal static Sequential Small()
    {
        Sequential net = [new Dense(Classes)];
        return net.Build([Features], seed: 6);
    }

    /// <summary>A fit of batches whose number is not known, two of them an update.</summary>
    internal static FitTraining<Batch> Fit(bool isStateful, int batchesPerUpdate = 2)
    {
        Sequential net = Net();
        Trainer trainer = new(new() { Optimizer = new Adam(0.01f), Seed = 1 }, net.Parameters);
        Batches batches = new(Data, new() { Size = 3, Seed = 8 });
        return new(
            trainer, isStateful ? batches : batches.Select(batch => batch), batch =>
                SoftmaxCrossEntropy(net.Call(batch.Inputs), batch.Targets).Mean(), new() { BatchesPerUpdate = batchesPerUpdate });
    }

    private static Dataset MakeData()
    {
        Rng random = new(3);
        return Dataset.Of(
            Tensor.Normal([Rows, Features], ref random),
            Tensor.Of((float[])[.. Enumerable.Range(0, Rows).Select(i => (float)(i % Classes))]));
    }
}
