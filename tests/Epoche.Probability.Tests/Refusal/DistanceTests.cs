using Epoche.Conformance;

namespace Epoche.Probability.Tests.Refusal;

public sealed class DistanceTests
{
    /// <summary>
    /// Two classes of two features, by hand: means (1, 0) and (5, 0), covariance diag(1, 4) without shrinkage to speak of; the point (1, 4)
    /// is 16/4 from the first, (5, 0) is 0 from the second.
    /// </summary>
    [Fact]
    public void Mahalanobis_distance_has_the_value_of_its_definition()
    {
        float[,] training = { { 0, -2 }, { 2, 2 }, { 0, 2 }, { 2, -2 }, { 4, -2 }, { 6, 2 }, { 4, 2 }, { 6, -2 } };
        MahalanobisDistance distance = MahalanobisDistance.Fit(Show(training), Tensor.Of(0, 0, 0, 0, 1, 1, 1, 1), shrinkage: 1e-9);

        Assert.Equal([4, 0, 1], distance.Score(Show(new float[,] { { 1, 4 }, { 5, 0 }, { 6, 0 } })), Near);
        Assert.Equal(("mahalanobis", CovarianceKind.Shared, 2), (distance.Name, distance.Covariance, distance.Classes));
        Assert.Equal(
            "class_mahalanobis",
            MahalanobisDistance.Fit(Show(training), Tensor.Of(0, 0, 0, 0, 1, 1, 1, 1), covariance: CovarianceKind.PerClass).Name);
    }

    /// <summary>Shrunk all the way the covariance is the mean variance, 2.5, times the identity.</summary>
    [Fact]
    public void Full_shrinkage_makes_the_distance_Euclidean()
    {
        float[,] training = { { 0, -2 }, { 2, 2 }, { 0, 2 }, { 2, -2 }, { 4, -2 }, { 6, 2 }, { 4, 2 }, { 6, -2 } };
        MahalanobisDistance distance = MahalanobisDistance.Fit(Show(training), Tensor.Of(0, 0, 0, 0, 1, 1, 1, 1), shrinkage: 1);
        Assert.Equal([16 / 2.5f, 0, 1 / 2.5f], distance.Score(Show(new float[,] { { 1, 4 }, { 5, 0 }, { 6, 0 } })), Near);
    }

    /// <summary>
    /// 5 features of 6,000 examples, more than one block of rows a class: against (x − μ)ᵀ Σ⁻¹ (x − μ) solved by elimination in double;
    /// within 10⁻³ of the value, seed 4.
    /// </summary>
    [Theory]
    [InlineData(CovarianceKind.Shared)]
    [InlineData(CovarianceKind.PerClass)]
    public void Mahalanobis_distance_agrees_with_elimination(CovarianceKind kind)
    {
        const int Count = 6000, Width = 5, Classes = 3;
        Rng random = new(4);
        Tensor mixing = Tensor.Normal([Width, Width], ref random), x = Product(Tensor.Normal([Count, Width], ref random), mixing);
        float[] labels = [.. Enumerable.Range(0, Count).Select(i => (float)(i % Classes))];
        x = (x * Product(OneHot(labels, Classes), Tensor.Uniform([Classes, Width], ref random, 0.5f, 2)))
            + (3 * Product(OneHot(labels, Classes), Tensor.Normal([Classes, Width], ref random)));
        Prediction training = Show(x, Classes);

        float[] doubts = MahalanobisDistance.Fit(training, Tensor.Of(labels), covariance: kind, shrinkage: 0.01).Score(training);

        double[] expected = Expected(x, labels, Classes, 0.01, kind == CovarianceKind.Shared);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(expected[i], doubts[i], 1e-3 * expected[i]);
        }
    }

    /// <summary>Against all 6,000 × 700 cosines in double, more than one block of queries and of examples; seed 5.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Neighbour_distance_agrees_with_the_definition(int neighbours)
    {
        const int Count = 6000, Width = 3;
        Rng random = new(5);
        Tensor bank = Tensor.Normal([Count, Width], ref random), queries = Tensor.Normal([700, Width], ref random);
        float[] doubts = NeighbourDistance.Fit(Show(bank), neighbours: neighbours).Score(Show(queries));
        for (int i = 0; i < 700; i++)
        {
            double[] distances = [.. Enumerable.Range(0, Count).Select(j => 2 - (2 * Cosine(queries, i, bank, j)))];
            Array.Sort(distances);
            Assert.Equal(distances[neighbours - 1], doubts[i], 1e-6);
        }
    }

    [Fact]
    public void Neighbours_may_be_remembered_in_part_and_the_origin_is_far_from_all()
    {
        NeighbourDistance distance = NeighbourDistance.Fit(Show(new float[,] { { 1, 0 }, { 9, 9 }, { 0, 1 }, { 9, 9 } }), most: 2);
        Assert.Equal(2, distance.Examples);
        Assert.Equal([0, 2 - MathF.Sqrt(2), 2], distance.Score(Show(new float[,] { { 5, 0 }, { 1, 1 }, { 0, 0 } })), Near);
    }

    [Fact]
    public void Pixels_serve_as_well_as_features()
    {
        Prediction pixels = new(Certain(2, 2), inputs: Tensor.Of([1, 0, 0, 1, 1, 1, 1, 1], [2, 2, 2]));
        Assert.Equal([0, 0], NeighbourDistance.Fit(pixels, DistanceSpace.Inputs).Score(pixels), Near);
        Assert.Equal("neighbours_inputs", NeighbourDistance.Fit(pixels, DistanceSpace.Inputs).Name);
        Assert.Equal(4, MahalanobisDistance.Fit(pixels, Tensor.Of(0, 1), DistanceSpace.Inputs).Width);
    }

    [Fact]
    public void Bad_use_is_named()
    {
        Prediction two = Show(new float[,] { { 1, 0 }, { 0, 1 } });
        Assert.Contains(
            "Class 1 has no example among the 2",
            Assert.Throws<ArgumentException>(() => MahalanobisDistance.Fit(two, Tensor.Of(0, 0))).Message);
        Assert.Contains("The 3-th nearest of 2", Assert.Throws<ArgumentException>(() => NeighbourDistance.Fit(two, neighbours: 3)).Message);
        Assert.Contains(
            "was fitted to 2 numbers an example; the prediction has 1",
            Assert.Throws<ArgumentException>(() => NeighbourDistance.Fit(two).Score(Show(new float[,] { { 1 } }))).Message);
        Assert.Contains(
            "Number 0 of example 0 is NaN",
            Assert.Throws<ArgumentException>(() => NeighbourDistance.Fit(Show(new float[,] { { float.NaN } }))).Message);
        Assert.Throws<InvalidOperationException>(() => NeighbourDistance.Fit(new(Certain(1, 2))));
    }

    [Fact]
    public void Processors_without_AVX512_and_without_AVX2_give_the_same_distances() => FeatureSwitch.AssertSame<DistanceTests>(() =>
    {
        Rng random = new(6);
        Prediction training = Show(Tensor.Normal([500, 37], ref random), 4), test = Show(Tensor.Normal([50, 37], ref random), 4);
        Tensor labels = Tensor.Of([.. Enumerable.Range(0, 500).Select(i => (float)(i % 4))]);
        CombinedDoubt both = CombinedDoubt.Fit(
            test, (MahalanobisDistance.Fit(training, labels), 1),
            (MahalanobisDistance.Fit(training, labels, covariance: CovarianceKind.PerClass), 1),
            (NeighbourDistance.Fit(training, neighbours: 5), 1));
        return Fingerprint.Of(both.Score(test));
    });

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 1e-5f;

    private static Prediction Show(float[,] features) => Show(Tensor.Of(features));

    private static Prediction Show(Tensor features, int classes = 2) => new(Certain(features.Length(0), classes), features);

    private static Tensor Certain(int count, int classes) => Tensor.Full([1, count, classes], 1f / classes);

    private static Tensor Product(Tensor a, Tensor b) => Epoche.Tensors.Ops.Linear(a, b, Tensor.Zeros([b.Length(1)]));

    private static Tensor OneHot(float[] labels, int classes)
    {
        float[] hot = new float[labels.Length * classes];
        for (int i = 0; i < labels.Length; i++)
        {
            hot[(i * classes) + (int)labels[i]] = 1;
        }

        return Tensor.Of(hot, [labels.Length, classes]);
    }

    private static double Cosine(Tensor a, int i, Tensor b, int j)
    {
        double dot = 0, first = 0, second = 0;
        for (int k = 0; k < a.Length(1); k++)
        {
            dot += (double)a[i, k] * b[j, k];
            first += (double)a[i, k] * a[i, k];
            second += (double)b[j, k] * b[j, k];
        }

        return dot / Math.Sqrt(first * second);
    }

    private static double[] Expected(Tensor x, float[] labels, int classes, double shrinkage, bool isShared)
    {
        (int count, int width) = (x.Length(0), x.Length(1));
        double[][] means = new double[classes][];
        double[][,] covariances = new double[classes][,];
        for (int c = 0; c < classes; c++)
        {
            int[] members = [.. Enumerable.Range(0, count).Where(i => labels[i] == c)];
            means[c] = [.. Enumerable.Range(0, width).Select(j => members.Average(i => (double)x[i, j]))];
        }

        for (int c = 0; c < classes; c++)
        {
            int[] members = [.. Enumerable.Range(0, count).Where(i => isShared || labels[i] == c)];
            double[,] sigma = covariances[c] = new double[width, width];
            foreach (int i in members)
            {
                for (int j = 0; j < width; j++)
                {
                    for (int k = 0; k < width; k++)
                    {
                        sigma[j, k] += (x[i, j] - means[(int)labels[i]][j]) * (x[i, k] - means[(int)labels[i]][k]) / members.Length;
                    }
                }
            }

            double floor = Enumerable.Range(0, width).Average(j => sigma[j, j]);
            for (int j = 0; j < width; j++)
            {
                for (int k = 0; k < width; k++)
                {
                    sigma[j, k] = ((1 - shrinkage) * sigma[j, k]) + (j == k ? shrinkage * floor : 0);
                }
            }
        }

        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, classes).Min(c =>
        {
            double[] difference = [.. Enumerable.Range(0, width).Select(j => x[i, j] - means[c][j])];
            return difference.Zip(Solve(covariances[c], difference), (a, b) => a * b).Sum();
        }))];
    }

    private static double[] Solve(double[,] matrix, double[] right)
    {
        double[,] a = (double[,])matrix.Clone();
        double[] b = [.. right];
        int n = b.Length;
        for (int p = 0; p < n; p++)
        {
            for (int i = p + 1; i < n; i++)
            {
                double factor = a[i, p] / a[p, p];
                for (int j = p; j < n; j++)
                {
                    a[i, j] -= factor * a[p, j];
                }

                b[i] -= factor * b[p];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
            {
                b[i] -= a[i, j] * b[j];
            }

            b[i] /= a[i, i];
        }

        return b;
    }
}
