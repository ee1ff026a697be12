namespace Epoche.Probability.Tests.Distributions;

/// <summary>Outcomes of probability 0 and 1: logits of ±∞. 0·ln 0 is 0, as always in information theory.</summary>
public sealed class CertainOutcomeTests
{
    private const float Infinity = float.PositiveInfinity;

    private static readonly Tensor s_coin = Tensor.Wrap([-Infinity, Infinity], [2]), s_classes = Tensor.Wrap([-Infinity, 0, 1], [3]);

    [Fact]
    public void A_coin_that_falls_on_one_side()
    {
        Bernoulli coin = Bernoulli.OfLogits(s_coin);
        Rng random = new(1);

        Assert.Equal([0, 1], coin.Sample(ref random).ToArray());
        Assert.Equal([-Infinity, 0], coin.LogDensity(1).ToArray());
        Assert.Equal([0, -Infinity], coin.LogDensity(0).ToArray());
        Assert.Equal([0, 0], coin.Entropy().ToArray());
        Assert.Equal([0, 0], coin.Variance().ToArray());
    }

    [Fact]
    public void Divergences_of_coins()
    {
        Bernoulli certain = Bernoulli.OfLogits(s_coin), fair = Bernoulli.OfLogits(Tensor.Zeros([2])), other = Bernoulli.OfLogits(-s_coin);

        Assert.All(KullbackLeibler.Divergence(certain, fair).ToArray(), divergence => Assert.Equal(MathF.Log(2), divergence, 1e-6f));
        Assert.Equal([0, 0], KullbackLeibler.Divergence(certain, certain).ToArray());
        Assert.Equal([Infinity, Infinity], KullbackLeibler.Divergence(fair, certain).ToArray());
        Assert.Equal([Infinity, Infinity], KullbackLeibler.Divergence(certain, other).ToArray());
    }

    [Fact]
    public void A_class_that_cannot_be()
    {
        Categorical classes = Categorical.OfLogits(s_classes);
        Rng random = new(1);
        double p = 1 / (1 + Math.E), entropy = -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));

        Assert.DoesNotContain(0, classes.Sample(ref random, [1_000]).ToArray());
        Assert.Equal(-Infinity, classes.LogDensity(0).Item());
        Assert.Equal(Math.Log(p), classes.LogDensity(1).Item(), 1e-6);
        Assert.Equal(entropy, classes.Entropy().Item(), 1e-6);
        Assert.DoesNotContain(1, Categorical.OfProbabilities(Tensor.Of(0.5f, 0, 0.5f)).Sample(ref random, [1_000]).ToArray());
    }

    [Fact]
    public void Divergences_of_classes()
    {
        Categorical two = Categorical.OfLogits(s_classes), three = Categorical.OfLogits(Tensor.Zeros([3]));

        Assert.Equal(Math.Log(3) - two.Entropy().Item(), KullbackLeibler.Divergence(two, three).Item(), 1e-6);
        Assert.Equal(0, KullbackLeibler.Divergence(two, two).Item());
        Assert.Equal(Infinity, KullbackLeibler.Divergence(three, two).Item());
    }

    [Fact]
    public void Gradients_stay_finite()
    {
        Tensor logits = Tensor.Variable([-Infinity, 0, 1], [3]);
        using (new StepArena().Step())
        {
            Tape.Backward(Categorical.OfLogits(logits).Entropy() + KullbackLeibler.Divergence(
                Categorical.OfLogits(logits), Categorical.OfLogits(Tensor.Zeros([3]))));
        }

        Assert.All(logits.Gradient.ToArray(), gradient => Assert.Equal(0, gradient, 1e-6f)); // the sum is ln 3
    }

    [Fact]
    public void No_class_at_all_is_refused()
    {
        Rng random = new(1);
        Assert.Contains(
            "expected a finite number of at least one class for the logits",
            Assert.Throws<ArgumentException>(() => Categorical.OfLogits(Tensor.Full([2, 3], -Infinity)).Sample(ref random)).Message);
        Assert.Contains(
            "received NaN at element 1",
            Assert.Throws<ArgumentException>(() => Bernoulli.OfLogits(Tensor.Of(0, float.NaN)).Sample(ref random)).Message);
        Assert.Contains(
            "received ∞", Assert.Throws<ArgumentException>(() => Categorical.OfLogits(Tensor.Of(0, Infinity)).Sample(ref random)).Message
                .Replace("Infinity", "∞"));
    }
}
