namespace Epoche.Probability.Tests.Refusal;

public sealed class PredictionTests
{
    private static readonly Prediction s_three = new(
        Tensor.Of([0.5f, 0.5f, 0.2f, 0.8f, 1, 0, /* second draw */ 0.7f, 0.3f, 0.4f, 0.6f, 0.9f, 0.1f], [2, 3, 2]),
        Tensor.Of(new float[,] { { 1 }, { 2 }, { 3 } }));

    [Fact]
    public void The_mean_is_over_the_draws()
    {
        Assert.Equal((2, 3, 2), (s_three.Samples, s_three.Count, s_three.Classes));
        Assert.Equal([0.6f, 0.4f, 0.3f, 0.7f, 0.95f, 0.05f], s_three.Mean.ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal([0, 1, 0], s_three.Best());
        Assert.Equal([false, false, true], s_three.IsWrong(Tensor.Of(0, 1, 1)));
    }

    [Fact]
    public void A_selection_keeps_draws_and_features()
    {
        Prediction two = s_three.Select([2, 0]);
        Assert.Equal([1, 0, 0.5f, 0.5f, 0.9f, 0.1f, 0.7f, 0.3f], two.Probabilities.ToArray());
        Assert.Equal([3f, 1f], two.Features.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => s_three.Select([3]));
    }

    [Fact]
    public void Batches_make_one_prediction()
    {
        Tensor x = Tensor.Of([0.1f, 0.2f, 0.3f, 0.4f, 0.5f], [5, 1]);
        Prediction whole = Prediction.Of(new Coin(), x, 3), parts = Prediction.Of(new Coin(), x, 3, batch: 2);

        Assert.Equal<Shape>([3, 5, 2], whole.Probabilities.Shape);
        Assert.Equal(whole.Probabilities.ToArray(), parts.Probabilities.ToArray());
        Assert.Equal([0.2f, 0.4f, 0.6f, 0.8f, 1f], parts.Features.ToArray());
        Assert.Equal(x.ToArray(), parts.Inputs.ToArray());
    }

    [Fact]
    public void What_is_no_prediction_is_named()
    {
        AssertSays(
            "Row 1 begins with 2, -1 and has the sum 1. Are these logits?",
            () => new Prediction(Tensor.Of([0.5f, 0.5f, 2, -1], [1, 2, 2])));
        AssertSays("at least one sample and one class; received [2, 3]", () => new Prediction(Tensor.Ones([2, 3])));
        AssertSays(
            "The prediction is for 1 examples; the features have the shape [2, 1]",
            () => new Prediction(Tensor.Of([0.5f, 0.5f], [1, 1, 2]), Tensor.Ones([2, 1])));
        AssertSays("whole numbers from 0 to 1; label 1 is 2", () => s_three.IsWrong(Tensor.Of(0, 2, 1)));
        AssertSays("the right classes are [3]; received [2]", () => s_three.IsWrong(Tensor.Of(0, 1)));
        Assert.Contains(
            "does not show them (IFeatures)",
            Assert.Throws<InvalidOperationException>(() => new Prediction(Tensor.Of([0.5f, 0.5f], [1, 1, 2])).Features).Message);
    }

    /// <summary>The probability of class 1 is that of two classes, in every score and rule.</summary>
    [Fact]
    public void One_output_is_two_classes()
    {
        Prediction one = new(Tensor.Of([0.25f, 1, 0.75f, 0.5f], [2, 2, 1]));
        Assert.Equal([0.75f, 0.25f, 0, 1, 0.25f, 0.75f, 0.5f, 0.5f], one.Probabilities.ToArray());
        Assert.Equal((2, 2, 2), (one.Samples, one.Count, one.Classes));
        Assert.Equal([0.5f, 0.5f, 0.25f, 0.75f], one.Mean.ToArray());
        Assert.Equal([true, false], one.IsWrong(Tensor.Of(1, 1)));
        AssertSays(
            "A prediction with one number an example takes the probability of class 1, from 0 to 1; that of row 1 is -2. Is it a logit? "
            + "Apply Sigmoid first.", () => new Prediction(Tensor.Of([0.5f, -2], [1, 2, 1])));
    }

    private static void AssertSays(string expected, Func<object> act) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message);

    /// <summary>Draw i gives class 1 the probability x^(i + 1); the feature is 2x.</summary>
    private sealed class Coin : IPredictive, IFeatures
    {
        public Tensor Predict(Tensor x, int samples)
        {
            List<float> all = [];
            for (int i = 0; i < samples; i++)
            {
                foreach (float v in x.Values)
                {
                    float p = Enumerable.Repeat(v, i + 1).Aggregate((a, b) => a * b);
                    all.AddRange([1 - p, p]);
                }
            }

            return Tensor.Of([.. all], [samples, x.Length(0), 2]);
        }

        public Tensor Features(Tensor x) => 2 * x;
    }
}
