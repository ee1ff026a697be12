using static Epoche.Tensors.Ops;

namespace Epoche.Learning.Tests.Layers;

/// <summary>Layers of networks that agents learn with.</summary>
public sealed class AgentLayerTests
{
    /// <summary>Value 10, advantages 1, 2 and 6 with the mean 3; of the first two the mean is 1.5.</summary>
    [Theory]
    [InlineData(new[] { 1f, 1, 1 }, new[] { 8f, 9, 13 })]
    [InlineData(new[] { 1f, 1, 0 }, new[] { 9.5f, 10.5f, 14.5f })]
    public void Dueling_compares_advantages_with_their_mean_over_legal_actions(float[] legal, float[] expected)
    {
        Sequential net = [new Dueling(3)];
        net.Build([4]);
        Tensor x = Tensor.Of([10, 1, 2, 6], [1, 4]);

        Assert.Equal([8f, 9, 13], net.Call(x).ToArray());
        using (LegalActions.Begin(Tensor.Of(legal, [1, 3])))
        {
            Assert.Equal(expected, net.Call(x).ToArray());
        }

        Assert.Null(LegalActions.Current);
    }

    /// <summary>Two atoms: value (1, 2); advantages (0, 4) and (2, 0) with the mean (1, 2) of each atom.</summary>
    [Fact]
    public void Dueling_treats_each_atom_by_itself()
    {
        Sequential net = [new Dueling(2, atoms: 2)];
        net.Build([6]);

        Tensor y = net.Call(Tensor.Of([1, 2, 0, 4, 2, 0], [1, 6]));

        Assert.Equal([1, 2, 2], y.Shape);
        Assert.Equal([0f, 4, 2, 0], y.ToArray());
    }

    [Fact]
    public void Without_a_stream_a_noisy_layer_answers_by_its_means()
    {
        Sequential net = [new NoisyDense(5, Relu)], plain = [new Dense(5, Relu)];
        net.Build([3], seed: 4);
        plain.Build([3]);
        net.Parameters.Values[..15].CopyTo(plain.Parameters.Values); // the kernel
        net.Parameters.Values.Slice(30, 5).CopyTo(plain.Parameters.Values[15..]); // behind its scales the bias
        Tensor x = Tensor.Of([1, -2, 0.5f, 3, 1, 1], [2, 3]);

        Assert.Equal(plain.Call(x).ToArray(), net.Call(x).ToArray());
        Assert.Equal(0.5f / MathF.Sqrt(3), net.Parameters.Values[20]); // σ₀/√in
    }

    /// <summary>Means of 0 and scales of 1: the output is (Σ x_i f(ε_i) + 1)·f(ε_j), with the draws made again here.</summary>
    [Fact]
    public void Noise_is_factorized_and_one_draw_serves_a_batch_of_training()
    {
        Sequential net = [new NoisyDense(2)];
        net.Build([3]);
        net.Parameters.Values.Clear();
        net.Parameters.Values.Slice(6, 6).Fill(1);
        net.Parameters.Values.Slice(14, 2).Fill(1);
        StepArena arena = new();
        float[] found;
        using (arena.TrainingStep(Rng.Stream(1, "noise")))
        {
            found = net.Call(Tensor.Of([1, 2, 3, 4, 5, 6], [2, 3])).ToArray();
        }

        Rng random = Rng.Stream(1, "noise");
        float[] inputs = F(Tensor.Normal([1, 3], ref random)), outputs = F(Tensor.Normal([1, 2], ref random));
        for (int row = 0; row < 2; row++)
        {
            float sum = 1 + (inputs[0] * (1 + (3 * row))) + (inputs[1] * (2 + (3 * row))) + (inputs[2] * (3 + (3 * row)));
            Assert.Equal(sum * outputs[0], found[2 * row], 4);
            Assert.Equal(sum * outputs[1], found[(2 * row) + 1], 4);
        }

        static float[] F(Tensor noise) => [.. noise.ToArray().Select(v => MathF.CopySign(MathF.Sqrt(MathF.Abs(v)), v))];
    }

    [Fact]
    public void Environments_explore_by_noise_of_their_own()
    {
        Sequential net = [new NoisyDense(4)];
        net.Build([3], seed: 1);
        StepArena arena = new();
        float[] found;
        using (arena.Step(Rng.Stream(1, "noise")))
        {
            found = net.Call(Tensor.Ones([2, 3])).ToArray();
        }

        Assert.NotEqual(found[..4], found[4..]);
    }

    [Fact]
    public void A_distribution_gives_its_mean_unless_it_is_asked_for_itself()
    {
        Sequential net = [new CategoricalValues(-1, 1)];
        net.Build([1, 3]);
        Tensor logits = Tensor.Of([0, 0, MathF.Log(2)], [1, 1, 3]); // ¼, ¼, ½ of −1, 0, 1

        Assert.Equal(0.25f, net.Call(logits).Item(), 6);
        using (ValueDistribution.Distributions())
        {
            Assert.Equal(logits.ToArray(), net.Call(logits).ToArray());
        }
    }

    [Fact]
    public void What_they_cannot_be_is_refused()
    {
        Assert.Contains("[5]; received [4]", Message(() => Built(new Dueling(4), [4])), StringComparison.Ordinal);
        Assert.Contains("takes [actions, atoms]; received [4]", Message(() => Built(new QuantileValues(), [4])), StringComparison.Ordinal);
        Assert.Contains("Two atoms are the least", Message(() => Built(new CategoricalValues(0, 1), [2, 1])), StringComparison.Ordinal);
        Assert.Contains("Put a Flatten in front", Message(() => Built(new NoisyDense(2), [2, 2])), StringComparison.Ordinal);
        Assert.Contains("rising order; received 1 and 1", Message(() => _ = new CategoricalValues(1, 1)), StringComparison.Ordinal);
        Assert.Contains("noise is 0", Message(() => _ = new NoisyDense(1, noise: 0)), StringComparison.Ordinal);

        static void Built(Layer layer, Shape input)
        {
            Sequential net = [layer];
            net.Build(input);
        }

        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }
}
