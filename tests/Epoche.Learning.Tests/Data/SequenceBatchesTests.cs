using Epoche.Tensors;

namespace Epoche.Learning.Tests.Data;

/// <summary>Sequences of different lengths, in batches that are padded to their own longest.</summary>
public sealed class SequenceBatchesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_batch_is_padded_to_its_own_longest()
    {
        SequenceBatches batches = new([[1, 2], [3], [4, 5, 6, 7], [8, 9, 10], [11]], Targets(5), new() { Size = 2, Shuffle = false }, -1);

        Assert.Equal(
            ["[2, 2]: 1 2 3 -1 → 0 1", "[2, 4]: 4 5 6 7 8 9 10 -1 → 2 3", "[1, 1]: 11 → 4"],
            batches.Select(batch => Text(batch)));
        Assert.Equal(3, batches.Count);
        Assert.Equal("[2, 4]: 4 5 6 7 8 9 10 -1 → 2 3", Text(batches.At(4)));
    }

    [Fact]
    public void Steps_may_be_vectors()
    {
        SequenceBatches batches = new(
            [Tensor.Of([1, 2, 3, 4], [2, 2]), Tensor.Of([5, 6], [1, 2])], Targets(2), new() { Size = 2, Shuffle = false });

        Assert.Equal("[2, 2, 2]: 1 2 3 4 5 6 0 0 → 0 1", Text(batches.Single()));
    }

    [Fact]
    public void Weights_go_with_their_sequences()
    {
        BatchOptions options = new() { Size = 2, Seed = 7 };
        SequenceBatches batches = new([[1], [2, 3], [4]], Targets(3), options, weights: [0.5f, 1, 2]);

        IEnumerable<(float Target, float Weight)> pairs = batches.SelectMany(batch => batch.Targets.ToArray().Zip(batch.Weights.ToArray()));
        Assert.Equal([(0, 0.5f), (1, 1), (2, 2)], pairs.Order());
        Assert.Equal(
            "Each of the 3 examples has a weight; received 2 weights. (Parameter 'weights')",
            Assert.Throws<ArgumentException>(() => new SequenceBatches([[1], [2], [4]], Targets(3), options, weights: [1, 2])).Message);
    }

    [Fact]
    public void The_order_is_that_of_batches()
    {
        Batches expected = new(new Dataset([.. Enumerable.Range(0, 23)], [], new float[23], []), new() { Size = 5, Seed = 7 });
        SequenceBatches batches = new(
            [.. Enumerable.Range(0, 23).Select(i => new float[1 + (i % 4)])], Targets(23), new() { Size = 5, Seed = 7 });

        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(expected.SelectMany(batch => batch.Inputs.ToArray()), batches.SelectMany(batch => batch.Targets.ToArray()));
        }

        Assert.Equal(3, batches.Epoch);
    }

    [Fact]
    public void Predictions_are_the_bits_of_each_sequence_alone_whatever_the_batches()
    {
        Sequential model = Words();
        float[][] texts = Texts(40);

        float[] alone = [.. texts.SelectMany(text => model.Call(Tensor.Of(text, [1, text.Length])).ToArray())];

        Assert.Equal(alone, model.PredictSequences(texts).ToArray());
        Assert.Equal(alone, model.PredictSequences(texts, batchSize: 7).ToArray());
        Assert.Equal([40, 2], model.PredictSequences(texts).Shape);
    }

    [Fact]
    public void A_fit_on_lists_learns_and_goes_on_bit_for_bit_where_it_was_stopped()
    {
        (float[][] texts, Tensor targets) = (Texts(60), Tensor.Of([.. Texts(60).Select(text => text.Length > 8 ? 1f : 0)], [60]));
        (Sequential whole, FitReport report) = Fit(Words(), null, long.MaxValue);
        Assert.True(report.Epochs[^1].Loss < 0.3f * report.Epochs[0].Loss, $"{report.Epochs[^1].Loss}");

        using Checkpoints checkpoints = Checkpoints.Open(Path.Combine(_folder.Path, "checkpoints"));
        Assert.Throws<OperationCanceledException>(() => Fit(Words(), checkpoints, 17)); // in the middle of the third epoch
        (Sequential resumed, _) = Fit(Words(), checkpoints, long.MaxValue);

        Assert.Equal(whole.Parameters.Values.ToArray(), resumed.Parameters.Values.ToArray());

        (Sequential, FitReport) Fit(Sequential model, Checkpoints? checkpoints, long updates)
        {
            using CancellationTokenSource cancel = new();
            Trainer trainer = new(new() { Optimizer = new Adam(1e-2f), Epochs = 8, Seed = 1 }, model.Parameters);
            SequenceBatches batches = new(texts, targets, new() { Size = 8, Seed = 1 });
            return (model, trainer.Fit(
                batches,
                batch =>
                {
                    if (trainer.StepCount + 1 >= updates)
                    {
                        cancel.Cancel();
                    }

                    return Ops.SoftmaxCrossEntropy(model.Call(batch.Inputs), batch.Targets).Mean();
                },
                new() { Checkpoints = checkpoints },
                cancel.Token));
        }
    }

    [Fact]
    public void What_cannot_be_padded_is_refused()
    {
        BatchOptions options = new() { Size = 2 };
        Assert.Equal(
            "Targets are [sequences, target…], with a target for each of the 2 sequences; received [3]. (Parameter 'targets')",
            Refused(() => new SequenceBatches([[1], [2, 3]], Targets(3), options)));
        Assert.Equal(
            "Sequences of a batch have one step at least and the same axes behind it, as sequence 0 [1]; sequence 1 is [0]. "
            + "(Parameter 'sequences')",
            Refused(() => new SequenceBatches([[1], []], Targets(2), options)));
        Assert.Equal(
            "An augmentation changes inputs of one shape, and sequences have lengths of their own; received one. Change the sequences "
            + "before they are handed in. (Parameter 'options')",
            Refused(() => new SequenceBatches(
                [[1], [2]], Targets(2), options with { Augmentation = new ImageAugmentation(new() { Image = [1, 1, 1] }) })));
        Assert.Equal(
            "Number 1 of example 1 is NaN; it is expected to be a finite number: an answer to anything else says nothing. Check where it "
            + "comes from: a sensor, a division by zero, a number too large for float32. (Parameter 'sequences')",
            Refused(() => Words().PredictSequences([[1], [2, float.NaN]])));
        Assert.Equal(
            "The model gives [null, 3], an output for each step, and sequences of different lengths have no common number of them. Call it "
            + "for each sequence, or put a pooling layer or the last output of an Lstm or Gru at its end. (Parameter 'model')",
            Refused(() => new Sequential { new Embedding(5, 3) }.Build([Shape.Any]).PredictSequences([[1], [2]])));

        static string Refused(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
    }

    private static Sequential Words() =>
        new Sequential { new Masking(), new Embedding(30, 6), new Bidirectional(new Gru(5)), new Dense(2) }.Build([Shape.Any], seed: 3);

    private static float[][] Texts(int count)
    {
        Rng random = Rng.Stream(1, "texts");
        float[][] texts = [.. Enumerable.Range(0, count).Select(_ => new float[1 + random.NextInt(17)])];
        foreach (float[] text in texts)
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = 1 + random.NextInt(29);
            }
        }

        return texts;
    }

    private static Tensor Targets(int count) => Tensor.Of([.. Enumerable.Range(0, count)], [count]);

    private static string Text(Batch batch) =>
        $"{batch.Inputs.Shape}: {string.Join(' ', batch.Inputs.ToArray())} → {string.Join(' ', batch.Targets.ToArray())}";
}
