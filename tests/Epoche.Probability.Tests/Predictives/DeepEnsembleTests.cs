using Epoche.Conformance;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Predictives;

public sealed class DeepEnsembleTests
{
    [Fact]
    public void Members_begin_unlike_and_whatever_their_number()
    {
        DeepEnsemble three = new([new Dense(4, Relu), new Dense(2)], [3], members: 3, seed: 1),
            two = new([new Dense(4, Relu), new Dense(2)], [3], members: 2, seed: 1);

        Assert.Equal(3, three.Members.Select(member => Fingerprint.Of<float>(member.Parameters.Values)).Distinct().Count());
        Assert.Equal(three.Members[1].Parameters.Values.ToArray(), two.Members[1].Parameters.Values.ToArray());
    }

    [Fact]
    public void Draws_are_the_members_and_repeat()
    {
        DeepEnsemble ensemble = new([new Dense(4, Relu), new Dense(2)], [3], members: 2, seed: 1, output: Softmax);
        Tensor x = Inputs(5), four = ensemble.Predict(x, 4);

        Assert.Equal<Shape>([4, 5, 2], four.Shape);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Softmax(ensemble.Members[i % 2].Call(x)).ToArray(), four.Slice(0, i, 1).ToArray());
        }

        Assert.Equal(four.Slice(0, 0, 1).ToArray(), ensemble.Predict(x, 1).ToArray());
        Assert.Equal(four.Slice(1, 2, 2).ToArray(), ensemble.Predict(x.Slice(0, 2, 2), 4).ToArray());
    }

    [Fact]
    public void Features_are_those_of_the_members_side_by_side()
    {
        DeepEnsemble ensemble = new(
            [new Dense(4, Relu), new Dropout(0.5f), new Dense(2), new ActivationLayer(Softmax)], [3], members: 2, seed: 1);
        Tensor x = Inputs(5), features = ensemble.Features(x);

        Assert.Equal<Shape>([5, 8], features.Shape);
        Assert.Equal(ensemble.Members[1].Layers[0].Call(x).ToArray(), features.Slice(1, 4, 4).ToArray());
        Assert.Equal(x.Reshape(5, 3).ToArray(), new DeepEnsemble([new Dense(2)], [3], members: 1).Features(x).ToArray());
    }

    [Fact]
    public void Members_learn_and_what_they_do_not_know_divides_them()
    {
        DeepEnsemble ensemble = new([new Dense(16, Relu), new Dense(2)], [2], members: 5, seed: 1, output: Softmax);
        EnsembleTrainer trainer = Trainer(ensemble);
        EpochReport[] epochs = [.. trainer.Run()];

        Assert.Equal(20, epochs.Length);
        Assert.True(epochs[^1].Loss < 0.1f, $"{epochs[^1].Loss}");
        Assert.Equal(20 * 7, trainer.StepCount);
        float near = Spread(ensemble.Predict(Tensor.Of(new float[,] { { 1, 0 }, { -1, 0 } }), 5)),
            far = Spread(ensemble.Predict(Tensor.Of(new float[,] { { 0, 6 }, { 0, -6 } }), 5));
        Assert.True(far > 3 * near, $"{near} near, {far} far");
    }

    [Fact]
    public void Each_member_learns_as_if_it_were_alone()
    {
        DeepEnsemble together = new([new Dense(8, Relu), new Dropout(0.2f), new Dense(2)], [2], members: 3, seed: 1);
        _ = Trainer(together).Run().Last();
        DeepEnsemble alone = new([new Dense(8, Relu), new Dropout(0.2f), new Dense(2)], [2], members: 1, seed: 1);
        _ = Trainer(alone).Run().Last();

        Assert.Equal(together.Members[0].Parameters.Values.ToArray(), alone.Members[0].Parameters.Values.ToArray());
    }

    [Fact]
    public void The_loss_of_an_epoch_is_the_mean_over_its_examples()
    {
        // Of the losses 10, 10 and 9 in batches of 2 and 1: 29/3, not 9.5.
        DeepEnsemble ensemble = new([new Dense(1)], [1], members: 2, seed: 1);
        EnsembleTrainer trainer = new(
            ensemble, new Dataset([1, 1, 1], [1], [10, 10, 9], [1]), new() { Optimizer = new Sgd(0) }, new() { Size = 2, Shuffle = false },
            (outputs, targets) => targets + (0 * outputs));
        Assert.Equal(29f / 3, trainer.Run().Single().Loss, 1e-5f);
    }

    [Fact]
    public void The_state_of_a_training_with_another_order_is_refused()
    {
        EnsembleTrainer Make(ulong seed) => new(
            new([new Dense(1)], [1], members: 2, seed: 1), new Dataset([1, 1, 1], [1], [10, 10, 9], [1]), new() { Optimizer = new Sgd(0) },
            new() { Size = 2, Seed = seed }, MeanSquaredError);
        StateBuffer bytes = new();
        StateSaver saver = new(bytes);
        saver.Part("trainer", Make(1));
        Assert.Contains(
            "found that of EnsembleTrainer on Batches of 2 from 3", Assert.Throws<DataFormatException>(
                () => new StateLoader(bytes.ToArray(), "memory", (_, _) => { }).Part("trainer", Make(2))).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(7)] // the end of an epoch
    public void Resume_gives_the_same_bits(int stop)
    {
        (DeepEnsemble whole, DeepEnsemble first, DeepEnsemble second) = (Make(), Make(), Make());
        EnsembleTrainer trainer = Trainer(whole), before = Trainer(first), after = Trainer(second);
        for (int i = 0; i < 20; i++)
        {
            _ = trainer.Step();
            _ = i < stop ? before.Step() : default;
        }

        StateBuffer bytes = new();
        before.SaveState(new StateSaver(bytes));
        _ = after.Step(); // what was done before loading does not matter
        after.LoadState(new StateLoader(bytes.ToArray(), "memory", (name, _) => throw new InvalidOperationException(name)));
        while (after.StepCount < 20)
        {
            _ = after.Step();
        }

        Assert.Equal(Weights(whole), Weights(second));
    }

    [Fact]
    public void Any_vector_width_gives_the_same_bits() =>
        FeatureSwitch.AssertSame<DeepEnsembleTests>(() => Fingerprint.Of<float>(Learned()));

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] one = Learned();
            foreach (int count in new[] { 2, 4 }) // one member is left over; none is
            {
                Workers.Count = count;
                Assert.Equal(one, Learned());
            }
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void Bad_use_is_named()
    {
        Sequential built = [new Dense(2)];
        built.Build([3]);
        Sequential other = [new Dense(4)];
        other.Build([3]);

        Assert.Contains("built already", Assert.Throws<InvalidOperationException>(() => new DeepEnsemble(built, [3], members: 2)).Message);
        Assert.Contains("member 1 differs", Assert.Throws<ArgumentException>(() => new DeepEnsemble([built, other])).Message);
        Assert.Contains(
            "no layer with learned parameters",
            Assert.Throws<ArgumentException>(() => new DeepEnsemble([new Flatten()], [3], members: 2)).Message);
        Assert.Contains(
            "inputs [3]; the examples have [2]", Assert.Throws<ArgumentException>(() => Trainer(new DeepEnsemble([built]))).Message);
        Assert.Contains(
            "[batch, 3]; received [1, 2]",
            Assert.Throws<ArgumentException>(() => new DeepEnsemble([built]).Features(Tensor.Ones([1, 2]))).Message);
    }

    [Fact]
    public void State_of_another_training_is_refused()
    {
        StateBuffer bytes = new();
        Trainer(new DeepEnsemble([new Dense(2)], [2], members: 2)).SaveState(new StateSaver(bytes));
        EnsembleTrainer three = Trainer(new DeepEnsemble([new Dense(2)], [2], members: 3));

        DataFormatException e = Assert.Throws<DataFormatException>(
            () => three.LoadState(new StateLoader(bytes.ToArray(), "memory", (name, _) => throw new InvalidOperationException(name))));
        Assert.Contains("expected 3 members, 7 steps in an epoch; found 2 and 7", e.Message);
    }

    internal static Tensor Inputs(int count)
    {
        Rng random = new(3);
        return Tensor.Normal([count, 3], ref random);
    }

    /// <summary>Two clouds around (1, 0) and (−1, 0), 200 points, seed 1.</summary>
    internal static Dataset Clouds()
    {
        Rng random = new(1);
        float[] labels = [.. Enumerable.Range(0, 200).Select(i => (float)(i % 2))];
        Tensor noise = Tensor.Normal([200, 2], ref random, 0, 0.3f);
        Tensor centre = Tensor.Of([.. labels.SelectMany(label => new[] { label == 0 ? 1f : -1f, 0f })], [200, 2]);
        return Dataset.Of(centre + noise, Tensor.Of(labels));
    }

    private static EnsembleTrainer Trainer(DeepEnsemble ensemble) =>
        new(ensemble, Clouds(), new() { Optimizer = new Adam(0.02f), Epochs = 20, Seed = 4 }, new() { Size = 32, Seed = 5 });

    private static DeepEnsemble Make() =>
        new([new Dense(8, Relu), new Dropout(0.2f), new Dense(2)], [2], members: 3, seed: 1, output: Softmax);

    private static float[] Weights(DeepEnsemble ensemble) => [.. ensemble.Members.SelectMany(member => member.Parameters.Values.ToArray())];

    private static float[] Learned()
    {
        DeepEnsemble ensemble = Make();
        EnsembleTrainer trainer = Trainer(ensemble);
        for (int i = 0; i < 10; i++)
        {
            _ = trainer.Step();
        }

        return [.. Weights(ensemble), ensemble.Calibrate(Clouds(), 2)];
    }

    /// <summary>The mean over examples of the variance between draws.</summary>
    private static float Spread(Tensor draws) => Square(draws - draws.Mean(axis: 0)).Mean().Item();
}
