using System.Text.Json;
using Epoche.Learning.Tests.Parity;

namespace Epoche.Probability.Tests.Distributions;

/// <summary>Against torch.distributions (tests/fixtures/torch/distributions.py), to 1e-5.</summary>
public sealed class DistributionParityTests
{
    private const int Count = 7;

    private static readonly Dictionary<string, JsonElement> s_fixture = TorchFixture.Load("distributions.json");

    private static readonly Dictionary<string, (Func<int, Tensor>[] Parameters, Func<Tensor[], Distribution> Make,
        Func<int, Tensor> Value)> s_densities = new()
        {
            ["Normal"] = ([Real, Positive], p => new Normal(p[0], p[1]), Real),
            ["LogNormal"] = ([Real, Positive], p => new LogNormal(p[0], p[1]), Positive),
            ["LogitNormal"] = ([Real, Positive], p => new LogitNormal(p[0], p[1]), salt => Variable(salt, 0.0625, 0.9375)),
            ["LogitNormal of an interval"] =
                ([Real, Positive], p => new LogitNormal(p[0], p[1], -1, 3), salt => Variable(salt, -0.9375, 2.9375)),
            ["HalfNormal"] = ([Positive], p => new HalfNormal(p[0]), Positive),
            ["Laplace"] = ([Real, Positive], p => new Laplace(p[0], p[1]), Real),
            ["Uniform"] = ([], _ => new Uniform(-1.5f, 2.25f, [Count]), salt => Constant(TorchFixture.Values(salt, Count, -1.5, 2.25))),
            ["Bernoulli"] = ([Real], p => Bernoulli.OfLogits(p[0]), salt => Constant(TorchFixture.Integers(salt, Count, 2))),
            ["Categorical"] = ([Logits], p => Categorical.OfLogits(p[0]), salt => Constant(TorchFixture.Integers(salt, Count, 5))),
            ["ScaleMixture"] = ([], _ => new ScaleMixture([0.25f, 0.5f, 0.25f], [1.5f, 0.5f, 0.125f]), Real),
        };

    private static readonly Dictionary<string, (Func<int, Tensor>[] Parameters, Func<Tensor[],
        (Distribution, Distribution)> Make)> s_pairs = new()
        {
            ["Normal Normal"] = ([Real, Positive, Real, Positive], p => (new Normal(p[0], p[1]), new Normal(p[2], p[3]))),
            ["LogNormal LogNormal"] = ([Real, Positive, Real, Positive], p => (new LogNormal(p[0], p[1]), new LogNormal(p[2], p[3]))),
            ["HalfNormal HalfNormal"] = ([Positive, Positive], p => (new HalfNormal(p[0]), new HalfNormal(p[1]))),
            ["Laplace Laplace"] = ([Real, Positive, Real, Positive], p => (new Laplace(p[0], p[1]), new Laplace(p[2], p[3]))),
            ["Normal Laplace"] = ([Real, Positive, Real, Positive], p => (new Normal(p[0], p[1]), new Laplace(p[2], p[3]))),
            ["LogNormal HalfNormal"] = ([Real, Positive, Positive], p => (new LogNormal(p[0], p[1]), new HalfNormal(p[2]))),
            ["Bernoulli Bernoulli"] = ([Real, Real], p => (Bernoulli.OfLogits(p[0]), Bernoulli.OfLogits(p[1]))),
            ["Categorical Categorical"] = ([Logits, Logits], p => (Categorical.OfLogits(p[0]), Categorical.OfLogits(p[1]))),
        };

    public static TheoryData<string> Densities => [.. s_densities.Keys];

    public static TheoryData<string> Pairs => [.. s_pairs.Keys];

    [Theory]
    [MemberData(nameof(Densities))]
    public void Densities_and_their_gradients_are_PyTorchs(string name)
    {
        JsonElement expected = s_fixture[name];
        int salt = expected.GetProperty("salt").GetInt32();
        Tensor[] parameters = [.. s_densities[name].Parameters.Select((make, k) => make(salt + k))];
        Tensor value = s_densities[name].Value(salt + 5);
        StepArena arena = new();
        using (arena.Step())
        {
            Tensor density = s_densities[name].Make(parameters).LogDensity(value);

            TorchFixture.AssertAgree(expected.Numbers("log_density"), density.Values, "log-density");
            AssertGradients(expected, density, salt + 9, [value, .. parameters]);
        }
    }

    [Theory]
    [MemberData(nameof(Densities))]
    public void Means_variances_and_entropies_are_PyTorchs(string name)
    {
        JsonElement expected = s_fixture[name];
        int salt = expected.GetProperty("salt").GetInt32();
        Distribution distribution = s_densities[name].Make([.. s_densities[name].Parameters.Select((make, k) => make(salt + k))]);
        foreach ((string what, Func<Tensor> actual) in ((string, Func<Tensor>)[])[
            ("mean", distribution.Mean), ("variance", distribution.Variance), ("entropy", distribution.Entropy)])
        {
            JsonElement closed = expected.GetProperty(what);
            if (closed.ValueKind == JsonValueKind.Array)
            {
                Assert.Equal(closed.GetArrayLength(), actual().Count);
                TorchFixture.AssertAgree(expected.Numbers(what), actual().Values, what);
            }
            else
            {
                Assert.Contains("closed form", Assert.Throws<NotSupportedException>(() => { _ = actual(); }).Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Divergences_and_their_gradients_are_PyTorchs(string name)
    {
        JsonElement expected = s_fixture[name];
        int salt = expected.GetProperty("salt").GetInt32();
        Tensor[] parameters = [.. s_pairs[name].Parameters.Select((make, k) => make(salt + k))];
        StepArena arena = new();
        using (arena.Step())
        {
            (Distribution q, Distribution p) = s_pairs[name].Make(parameters);
            Tensor divergence = KullbackLeibler.Divergence(q, p);

            TorchFixture.AssertAgree(expected.Numbers("divergence"), divergence.Values, "divergence");
            AssertGradients(expected, divergence, salt + 9, parameters);
        }
    }

    [Fact]
    public void A_pair_without_a_closed_form_says_so()
    {
        Assert.Contains(
            "Laplace", Assert.Throws<NotSupportedException>(() => KullbackLeibler.Divergence(new Laplace(0, 1), new Normal(0, 1))).Message);
        Assert.Equal(MathF.Log(4), KullbackLeibler.Divergence(new Uniform(0, 1), new Uniform(-1, 3)).Item(), 1e-6f);
        Assert.Equal(float.PositiveInfinity, KullbackLeibler.Divergence(new Uniform(-1, 3), new Uniform(0, 1)).Item());
        Assert.Equal(0, KullbackLeibler.Divergence(new LogitNormal(1, 2), new LogitNormal(1, 2)).Item(), 1e-6f);
    }

    private static void AssertGradients(JsonElement expected, Tensor result, int salt, Tensor[] inputs)
    {
        Tensor[] learned = [.. inputs.Where(input => input.NeedsGradient)];
        double[][] gradients =
            [.. expected.GetProperty("gradients").EnumerateArray().Select(g => g.EnumerateArray().Select(n => n.GetDouble()).ToArray())];
        Assert.Equal(gradients.Length, learned.Length);
        if (learned.Length > 0)
        {
            Tape.Backward((result * Tensor.Of(TorchFixture.Values(salt, Count, -2, 2), [Count])).Sum());
        }

        for (int i = 0; i < learned.Length; i++)
        {
            TorchFixture.AssertAgree(gradients[i], learned[i].Gradient.Values, $"gradient {i}");
        }
    }

    private static Tensor Real(int salt) => Variable(salt, -2, 2);

    private static Tensor Positive(int salt) => Variable(salt, 0.25, 2.25);

    private static Tensor Logits(int salt) => Tensor.Variable(TorchFixture.Values(salt, Count * 5, -2, 2), [Count, 5]);

    private static Tensor Variable(int salt, double low, double high) =>
        Tensor.Variable(TorchFixture.Values(salt, Count, low, high), [Count]);

    private static Tensor Constant(float[] values) => Tensor.Of(values);
}
