namespace Epoche.Probability.Tests.Distributions;

/// <summary>Parameters out of range are refused where they are given, and at each use where they changed since.</summary>
public sealed class ParameterRangeTests
{
    private const float NaN = float.NaN, Infinity = float.PositiveInfinity;

    private static readonly Dictionary<string, Func<Distribution>> s_bad = new()
    {
        ["Normal: expected a finite number above 0 for the scale; received -1."] = () => new Normal(0, -1),
        ["Normal: expected a finite number above 0 for the scale; received NaN at element 1 of [2]."] = () => new Normal(
            0, Tensor.Of(1, NaN)),
        ["Normal: expected a finite number for the location; received ∞."] = () => new Normal(Infinity, 1),
        ["LogNormal: expected a finite number above 0 for the scale; received 0."] = () => new LogNormal(0, 0),
        ["LogNormal: expected a finite number for the location; received NaN."] = () => new LogNormal(NaN, 1),
        ["LogitNormal: expected a finite number above 0 for the scale; received ∞."] = () => new LogitNormal(0, Infinity),
        ["HalfNormal: expected a finite number above 0 for the scale; received -0.5."] = () => new HalfNormal(-0.5f),
        ["Laplace: expected a finite number above 0 for the scale; received 0."] = () => new Laplace(0, 0),
        ["Bernoulli: expected a number for the logits; received NaN."] = () => Bernoulli.OfLogits(NaN),
        ["Categorical: expected a finite number or −∞ for the logits; received ∞ at element 1 of [2]."] =
            () => Categorical.OfLogits(Tensor.Of(0, Infinity)),
        ["Categorical: expected a finite number of at least one class for the logits; received −∞ at element 0 of [2]."] =
            () => Categorical.OfLogits(Tensor.Of(-Infinity, -Infinity)),
    };

    private static readonly Dictionary<string, Action> s_refused = new()
    {
        ["Bernoulli: expected a number from 0 to 1 for the probability; received 2 at element 0 of [2]."] =
            () => Bernoulli.OfProbability(Tensor.Of(2, -1)),
        ["Bernoulli: expected a number from 0 to 1 for the probability; received -1E-45."] = () => Bernoulli.OfProbability(-float.Epsilon),
        ["Bernoulli: expected a number from 0 to 1 for the probability; received NaN."] = () => Bernoulli.OfProbability(NaN),
        ["Categorical: expected a finite number of 0 or more for the probabilities; received -1 at element 0 of [2]."] =
            () => Categorical.OfProbabilities(Tensor.Of(-1, 2)),
        ["Categorical: expected a finite number of 0 or more for the probabilities; received ∞ at element 1 of [2]."] =
            () => Categorical.OfProbabilities(Tensor.Of(0, Infinity)),
        ["Categorical: expected a number above 0 of at least one class for the probabilities; received 0 at element 2 of [2, 2]."] =
            () => Categorical.OfProbabilities(Tensor.Of([1, 1, 0, 0], [2, 2])),
        ["Categorical: expected logits [..., classes] of at least one class; received a scalar. "
            + "(Parameter 'logits')"] = () => Categorical.OfLogits(1),
        ["Categorical: expected probabilities [..., classes] of at least one class; received [3, 0]. "
            + "(Parameter 'probabilities')"] = () => Categorical.OfProbabilities(Tensor.Zeros([3, 0])),
    };

    // Distributions of a parameter that lies in an array, as those do that are learned; what the array then holds, and what is said to it.
    private static readonly Dictionary<string, (float Then, Func<Tensor, Distribution> Of)> s_changing = new()
    {
        ["Normal: expected a finite number above 0 for the scale; received -1."] = (-1, scale => new Normal(0, scale)),
        ["Normal: expected a finite number for the location; received ∞."] = (Infinity, location => new Normal(location, 1)),
        ["LogNormal: expected a finite number above 0 for the scale; received 0."] = (0, scale => new LogNormal(0, scale)),
        ["LogitNormal: expected a finite number above 0 for the scale; received NaN."] = (NaN, scale => new LogitNormal(0, scale)),
        ["HalfNormal: expected a finite number above 0 for the scale; received -0.5."] = (-0.5f, scale => new HalfNormal(scale)),
        ["Laplace: expected a finite number above 0 for the scale; received 0."] = (0, scale => new Laplace(0, scale)),
        ["Bernoulli: expected a number for the logits; received NaN."] = (NaN, Bernoulli.OfLogits),
        ["Categorical: expected a finite number or −∞ for the logits; received ∞."] =
            (Infinity, logits => Categorical.OfLogits(logits.Reshape(1))),
    };

    public static TheoryData<string> Bad => [.. s_bad.Keys];

    public static TheoryData<string> Changing => [.. s_changing.Keys];

    public static TheoryData<string> Refused => [.. s_refused.Keys];

    [Theory]
    [MemberData(nameof(Bad))]
    public void At_once(string expected) => Assert.Equal(expected, Readable(Assert.Throws<ArgumentException>(s_bad[expected])));

    [Theory]
    [MemberData(nameof(Bad))]
    public void At_once_in_a_program(string expected) => Assert.Equal(expected, Readable(Assert.Throws<ArgumentException>(
        () => new SeedContext(new RootContext(), new Rng(1)).Sample("x", s_bad[expected]()))));

    [Theory]
    [MemberData(nameof(Changing))]
    public void At_each_use_of_a_parameter_that_changed(string expected)
    {
        Distribution bad = Changed(expected);
        foreach (Func<Tensor> use in (Func<Tensor>[])[
            () => bad.LogDensity(0), bad.Mean, bad.Variance, bad.Entropy, Draw, () => KullbackLeibler.Divergence(bad, bad)])
        {
            try
            {
                Assert.Fail($"{use()}");
            }
            catch (ArgumentException e)
            {
                Assert.Equal(expected, Readable(e));
            }
            catch (NotSupportedException e)
            {
                Assert.Contains("has no closed form", e.Message); // a mean that does not exist needs no parameters
            }
        }

        Tensor Draw()
        {
            Rng random = new(1);
            return bad.Sample(ref random);
        }
    }

    /// <summary>There the message names the site.</summary>
    [Theory]
    [MemberData(nameof(Changing))]
    public void At_a_site_that_draws_and_at_one_that_observes(string expected)
    {
        SeedContext context = new(new RootContext(), new Rng(1));
        ProgramException drawn = Assert.Throws<ProgramException>(() => context.Sample("x", Changed(expected)));
        ProgramException observed = Assert.Throws<ProgramException>(() => context.Sample("y", Changed(expected), observed: 1));

        Assert.StartsWith($"Site 'x', {expected}", Readable(drawn));
        Assert.StartsWith($"Site 'y', {expected}", Readable(observed));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Probabilities_at_once(string expected) =>
        Assert.Equal(expected, Readable(Assert.Throws<ArgumentException>(s_refused[expected])));

    /// <summary>A bare number means logits here and a probability elsewhere, so the name says which.</summary>
    [Fact]
    public void No_constructor_leaves_open_whether_it_takes_logits_or_probabilities()
    {
        Assert.Empty(typeof(Bernoulli).GetConstructors());
        Assert.Empty(typeof(Categorical).GetConstructors());
        Assert.Equal(0.9f, Bernoulli.OfProbability(0.9f).Mean().Item(), 1e-6f);
        Assert.Equal(0.71094950f, Bernoulli.OfLogits(0.9f).Mean().Item(), 1e-6f); // 1/(1 + e^−0.9)
    }

    private static Distribution Changed(string expected)
    {
        float[] parameter = [0.5f];
        Distribution distribution = s_changing[expected].Of(Tensor.Wrap(parameter, []));
        parameter[0] = s_changing[expected].Then;
        return distribution;
    }

    private static string Readable(Exception e) => e.Message.Replace("-Infinity", "−∞").Replace("Infinity", "∞");
}
