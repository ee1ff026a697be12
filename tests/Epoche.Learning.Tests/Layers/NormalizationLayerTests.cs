using Epoche.Tensors;

namespace Epoche.Learning.Tests.Layers;

public sealed class NormalizationLayerTests
{
    private static readonly float[] s_numbers = [1, 10, 3, 30, 5, 20];

    /// <summary>Made where it is used: a tensor that is first used inside a step would end with it.</summary>
    private static Tensor Inputs => Tensor.Of(s_numbers, [3, 2]);

    [Fact]
    public void Running_statistics_move_in_training_and_nowhere_else()
    {
        (Sequential model, BatchNorm norm) = Built();
        model.Call(Inputs);
        Assert.Equal([0, 0], norm.Mean.ToArray());
        TrainingCall(model, Inputs);

        // momentum 0.1 of the batch: means 3 and 20; variances over n − 1: 4 and 100
        float[] statistics = [.. norm.Mean.Values, .. norm.Variance.Values], expected = [0.3f, 2, 1.3f, 10.9f];
        Assert.All(statistics.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    /// <summary>
    /// A column of threes has no deviation to divide by: 3.00001 is 0.00001 above the mean (as scikit-learn's
    /// scaler gives), not 10 deviations.
    /// </summary>
    [Theory]
    [InlineData(3f, 0f, 3.00001f, 0.00001f)]
    [InlineData(3f, 1e-7f, 3.00001f, 0.00001f)] // less than float32 resolves beside 3: rounding of the statistics
    [InlineData(0f, 0f, -2f, -2f)]
    [InlineData(0f, 1e-7f, 2e-6f, 20f)] // beside 0 it is a deviation
    [InlineData(0f, 1e-40f, 5f, 5f)]
    [InlineData(1f, 0.5f, 101f, 200f)] // no limit that was not asked for
    public void A_constant_feature_passes_as_its_plain_difference(float mean, float deviation, float input, float expected)
    {
        (Normalization free, Normalization limited) = (new(), new(limit: 10));
        foreach (Normalization layer in (Normalization[])[free, limited])
        {
            Sequential model = [layer];
            model.Build([1]);
            layer.SetStatistics([mean], [deviation]);
            float bound = ReferenceEquals(layer, limited) ? 10 : float.PositiveInfinity;
            Assert.Equal(MathF.Min(expected, bound), model.Call(Tensor.Of([input], [1, 1])).Item(), MathF.Abs(expected) * 0.05f);
        }
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(0f, float.NaN)]
    [InlineData(0f, -1f)]
    [InlineData(0f, float.PositiveInfinity)]
    public void Statistics_are_finite_and_deviations_not_negative(float mean, float deviation)
    {
        Normalization layer = new();
        Sequential model = [layer];
        model.Build([2]);
        string message = Assert.Throws<ArgumentException>(() => layer.SetStatistics([1, mean], [1, deviation])).Message;
        Assert.Equal($"A feature is normalized by a finite mean and a finite deviation of 0 or more; feature 1 has the mean {mean} and the "
            + $"deviation {deviation}.", message);
        Assert.Equal([0, 0, 1, 1], model.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_frozen_model_keeps_its_statistics_and_uses_them_in_training()
    {
        (Sequential model, BatchNorm norm) = Built();
        TrainingCall(model, Inputs);
        float[] mean = norm.Mean.ToArray(), outside = model.Call(Inputs).ToArray();
        model.Parameters.Trainable = false;
        Assert.Equal(outside, TrainingCall(model, Inputs));
        Assert.Equal(mean, norm.Mean.ToArray());
    }

    [Fact]
    public void A_batch_that_blew_up_leaves_the_statistics_as_they_were()
    {
        (Sequential model, BatchNorm norm) = Built();
        TrainingCall(model, Tensor.Of(new float[,] { { 1, float.NaN }, { 2, 3 } }));
        Assert.Equal([0, 0], norm.Mean.ToArray());
        Assert.Equal([1, 1], norm.Variance.ToArray());
    }

    [Fact]
    public void A_batch_of_one_value_a_channel_is_refused()
    {
        (Sequential model, _) = Built();
        string message = Assert.Throws<ArgumentException>(() => TrainingCall(model, Tensor.Zeros([1, 2]))).Message;
        Assert.Contains(
            "The layer 'batch-norm' (batch-norm) needs two values a channel at least to train on; received a batch [1, 2].", message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7f)]
    [InlineData(-1f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    public void An_index_outside_an_embedding_is_named_with_the_layer(float index)
    {
        Sequential model = [new Embedding(7, 2) { Name = "words" }];
        model.Build([2]);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => model.Layers[0].Call(Tensor.Of([0, index], [1, 2]))).Message;
        Assert.Contains(
            $"The layer 'words' (embedding) takes whole numbers from 0 to 6; received {index} at place 1 of an input [1, 2].", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_another_model_are_not_taken_for_weights()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "weights.safetensors");
        Sequential small = [new Lambda(Ops.Square), new Dense(2)], large = [new Lambda(Ops.Square), new Dense(3)];
        small.Build([4]);
        large.Build([4], seed: 5);
        ModelFile.SaveWeights(small, path);
        float[] before = large.Parameters.Values.ToArray();
        Assert.Contains(
            "dense/kernel", Assert.Throws<DataFormatException>(() => ModelFile.LoadWeights(large, path)).Message, StringComparison.Ordinal);
        Assert.Equal(before, large.Parameters.Values.ToArray());
    }

    private static (Sequential Model, BatchNorm Norm) Built()
    {
        BatchNorm norm = new();
        Sequential model = [norm];
        return (model.Build([2]), norm);
    }

    private static float[] TrainingCall(Sequential model, Tensor x)
    {
        StepArena arena = new();
        using (arena.TrainingStep(Rng.Stream(1, "none")))
        {
            return model.Call(x).ToArray();
        }
    }
}
