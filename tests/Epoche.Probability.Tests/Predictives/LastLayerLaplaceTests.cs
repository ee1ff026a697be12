using Epoche.Conformance;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Predictives;

public sealed class LastLayerLaplaceTests
{
    /// <summary>
    /// Weights of 0 make all probabilities 1/3, so the Kronecker product is the exact curvature. The variance of each logit at one input,
    /// φᵀ(Σφφᵀ ⊗ Λ + τI)⁻¹φ, against 20,000 draws, seed 2, and the same for two logits together; within 6%, 6 standard errors.
    /// </summary>
    [Theory]
    [InlineData(0.5f)]
    [InlineData(20)]
    public void Draws_have_the_inverse_curvature_as_covariance(float precision)
    {
        Sequential network = [new Dense(3, kernel: Initializer.Zeros)];
        network.Build([2]);
        Dataset data = Data(30);
        LastLayerLaplace laplace = new(network, data, seed: 2) { PriorPrecision = precision };
        double[,] curvature = new double[9, 9];
        for (int i = 0; i < 9; i++)
        {
            for (int j = 0; j < 9; j++)
            {
                double output = (i % 3 == j % 3 ? 1 / 3.0 : 0) - (1 / 9.0);
                curvature[i, j] = (i == j ? precision : 0)
                    + Enumerable.Range(0, 30).Sum(n => Extended(data.Input(n))[i / 3] * Extended(data.Input(n))[j / 3] * output);
            }
        }

        float[] x = [0.7f, -1.1f];
        Tensor probabilities = laplace.Predict(Tensor.Of(x, [1, 2]), 20_000).Reshape(20_000, 3);
        foreach ((int c, int d) in new[] { (0, 1), (1, 2), (0, 2) })
        {
            // Of a difference of logits, which the probabilities show.
            double[] differences = [.. Enumerable.Range(0, 20_000).Select(i => Math.Log(probabilities[i, c] / probabilities[i, d]))];
            double[] along = [.. Enumerable.Range(0, 9).Select(i => Extended(x)[i / 3] * (i % 3 == c ? 1.0 : i % 3 == d ? -1 : 0))];
            double expected = along.Zip(Solve((double[,])curvature.Clone(), along), (left, right) => left * right).Sum();
            Assert.InRange(differences.Average(), -5 * Math.Sqrt(expected / 20_000), 5 * Math.Sqrt(expected / 20_000));
            Assert.InRange(differences.Average(value => value * value), expected * 0.94, expected * 1.06);
        }
    }

    /// <summary>The precision by evidence: ½(9·ln τ − τ‖w‖² − ln det(H + τI)) is larger there than 10% away.</summary>
    [Fact]
    public void The_prior_has_the_largest_evidence()
    {
        (LastLayerLaplace laplace, _) = Clouds();
        double best = laplace.LogEvidence(laplace.PriorPrecision);

        Assert.True(
            best > laplace.LogEvidence(laplace.PriorPrecision * 1.1) && best > laplace.LogEvidence(laplace.PriorPrecision / 1.1),
            $"{laplace.PriorPrecision}");
    }

    /// <summary>Two clouds at (±1, 0): beside the line between them the network itself is as sure at (3, 9) as it can be.</summary>
    [Fact]
    public void What_training_never_saw_is_doubted()
    {
        (LastLayerLaplace laplace, Sequential network) = Clouds();
        Tensor near = Tensor.Of(new float[,] { { 1, 0 } }), far = Tensor.Of(new float[,] { { 3, 9 } });

        float sure = Softmax(network.Call(far)).Max().Item();
        Assert.True(sure > 0.95f, $"{sure}");
        Assert.InRange(Mean(near).Max().Item(), 0.95f, 1);
        Assert.InRange(Mean(far).Max().Item(), 0.5f, sure - 0.03f);

        Tensor Mean(Tensor x) => laplace.Predict(x, 400).Mean(axis: 0);
    }

    [Fact]
    public void The_precision_chosen_gives_validation_data_the_largest_likelihood()
    {
        (LastLayerLaplace laplace, _) = Clouds();
        Dataset validation = DeepEnsembleTests.Clouds();
        float[] wrong = [.. Enumerable.Range(0, 200).Select(i => i == 3 ? 1 - validation.Target(i)[0] : validation.Target(i)[0])];
        Dataset noisy = Dataset.Of(Tensor.Of([.. Enumerable.Range(0, 200).SelectMany(validation.Input)], [200, 2]), Tensor.Of(wrong));
        float chosen = laplace.ChoosePrecision(noisy, 20);

        Assert.Equal(chosen, laplace.PriorPrecision);
        double best = Loss(chosen);
        Assert.True(best <= Loss(chosen * 1.3f) && best <= Loss(chosen / 1.3f), $"{chosen}");

        double Loss(float precision)
        {
            laplace.PriorPrecision = precision;
            Tensor mean = laplace.Predict(Tensor.Of([.. Enumerable.Range(0, 200).SelectMany(noisy.Input)], [200, 2]), 20).Mean(axis: 0);
            return wrong.Select((label, i) => -Math.Log(mean[i, (int)label])).Average();
        }
    }

    [Fact]
    public void What_the_network_learns_later_does_not_count()
    {
        (LastLayerLaplace laplace, Sequential network) = Clouds();
        Tensor x = Tensor.Ones([2, 2]);
        float[] before = laplace.Predict(x, 3).ToArray();
        network.Parameters.Values.Clear();

        Assert.Equal(before, laplace.Predict(x, 3).ToArray());
        Assert.Equal(before, laplace.Predict(Tensor.Ones([5, 2]), 3).Slice(1, 0, 2).ToArray());
    }

    [Fact]
    public void Networks_that_do_not_fit_are_refused()
    {
        Dataset data = Data(4);
        Sequential activated = [new Dense(3, Relu)], behind = [new Dense(3), new ActivationLayer(Softmax)], good = [new Dense(3)];
        Assert.Throws<InvalidOperationException>(() => new LastLayerLaplace(good, data));
        activated.Build([2]);
        behind.Build([2]);
        good.Build([4]);

        Assert.Contains(
            "it ends with 'dense' (dense)", Assert.Throws<ArgumentException>(() => new LastLayerLaplace(activated, data)).Message);
        Assert.Contains(
            "it ends with 'activation' (activation)", Assert.Throws<ArgumentException>(() => new LastLayerLaplace(behind, data)).Message);
        Assert.Contains(
            "inputs [4]; the examples have [2]", Assert.Throws<ArgumentException>(() => new LastLayerLaplace(good, data)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Clouds().Laplace.PriorPrecision = -1);
    }

    [Fact]
    public void Any_vector_width_gives_the_same_bits() =>
        FeatureSwitch.AssertSame<LastLayerLaplaceTests>(() => Fingerprint.Of<float>(Drawn()));

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            float[] one = Drawn();
            Workers.Count = 3;
            Assert.Equal(one, Drawn());
        }
        finally
        {
            Workers.Count = before;
        }
    }

    private static float[] Drawn()
    {
        (LastLayerLaplace laplace, _) = Clouds();
        float evidence = laplace.PriorPrecision;
        return [evidence, laplace.ChoosePrecision(DeepEnsembleTests.Clouds(), 5), .. laplace.Predict(Tensor.Ones([3, 2]), 5).ToArray()];
    }

    private static (LastLayerLaplace Laplace, Sequential Network) Clouds()
    {
        DeepEnsemble one = new([new Dense(16, Relu), new Dense(2)], [2], members: 1, seed: 1);
        _ = new EnsembleTrainer(one, DeepEnsembleTests.Clouds(), new() { Optimizer = new Adam(0.02f), Epochs = 20 }, new() { Size = 32 })
            .Run().Last();
        return (new LastLayerLaplace(one.Members[0], DeepEnsembleTests.Clouds(), seed: 3), one.Members[0]);
    }

    private static Dataset Data(int count)
    {
        Rng random = new(5);
        return Dataset.Of(Tensor.Normal([count, 2], ref random), Tensor.Zeros([count]));
    }

    private static double[] Extended(float[] x) => [x[0], x[1], 1];

    /// <summary>Gauss elimination; the matrix is positive.</summary>
    private static double[] Solve(double[,] a, double[] right)
    {
        int n = right.Length;
        double[] x = [.. right];
        for (int k = 0; k < n; k++)
        {
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i, k] / a[k, k];
                for (int j = k; j < n; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }

                x[i] -= factor * x[k];
            }
        }

        for (int k = n - 1; k >= 0; k--)
        {
            x[k] = (x[k] - Enumerable.Range(k + 1, n - k - 1).Sum(j => a[k, j] * x[j])) / a[k, k];
        }

        return x;
    }
}
