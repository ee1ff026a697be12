namespace Epoche.Probability.Tests.Refusal;

public sealed class ScoreTests
{
    private static readonly Prediction s_two = new(Tensor.Of([0.5f, 0.5f, 0, 1, /* second draw */ 0.9f, 0.1f, 0, 1], [2, 2, 2]));

    /// <summary>
    /// By hand: the mean is (0.7, 0.3); H = −0.7 ln 0.7 − 0.3 ln 0.3 = 0.6108643; the draws' entropies are ln 2 and
    /// 0.3250830, their mean 0.5091151.
    /// </summary>
    [Fact]
    public void Scores_have_the_values_of_their_definitions()
    {
        Assert.Equal([0.3f, 0], new MaxProbability().Score(s_two), Near);
        Assert.Equal([0.6108643f, 0], new PredictiveEntropy().Score(s_two), Near);
        Assert.Equal([0.1017492f, 0], new MutualInformation().Score(s_two), Near);
    }

    [Fact]
    public void Certain_examples_keep_their_order()
    {
        Prediction certain = new(Tensor.Of([1, 1e-12f, 1, 1e-11f], [1, 2, 2]));
        foreach (DoubtScore score in (DoubtScore[])[new MaxProbability(), new PredictiveEntropy()])
        {
            float[] doubts = score.Score(certain);
            Assert.True(doubts[0] > 0 && doubts[0] < doubts[1], score.Name);
        }
    }

    /// <summary>
    /// The definition, entropy of the mean minus mean entropy, in double, on 200 random predictions of 7 draws, seed 3: within 10⁻⁶.
    /// </summary>
    [Fact]
    public void Mutual_information_is_the_difference_of_entropies()
    {
        Rng random = new(3);
        Prediction prediction = new(Epoche.Tensors.Ops.Softmax(3 * Tensor.Normal([7, 200, 5], ref random)));
        float[] doubts = new MutualInformation().Score(prediction);
        for (int i = 0; i < 200; i++)
        {
            double inside = 0;
            double[] mean = new double[5];
            for (int s = 0; s < 7; s++)
            {
                double[] p = [.. Enumerable.Range(0, 5).Select(c => (double)prediction.Probabilities[s, i, c])];
                inside += Entropy(p) / 7;
                mean = [.. mean.Zip(p, (a, b) => a + (b / 7))];
            }

            Assert.Equal(Entropy(mean) - inside, doubts[i], 1e-6);
        }
    }

    private static double Entropy(double[] p) => p.Sum(v => v > 0 ? -v * Math.Log(v) : 0);

    private static bool Near(float a, float b) => MathF.Abs(a - b) < 2e-6f;
}
