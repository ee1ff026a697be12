using System.Text.Json;

namespace Epoche.Learning.Tests.Parity;

/// <summary>The distributions that initializers draw from, against those of torch.nn.init (tests/fixtures/torch/initializers.py).</summary>
public sealed class InitializerParityTests
{
    private static readonly Dictionary<string, JsonElement> s_cases = TorchFixture.Load("initializers.json");

    private static readonly Dictionary<string, Initializer> s_initializers = new()
    {
        ["glorot uniform"] = Initializer.GlorotUniform,
        ["glorot normal"] = Initializer.GlorotNormal,
        ["he uniform"] = Initializer.HeUniform,
        ["he normal"] = Initializer.HeNormal,
        ["uniform fan-in"] = Initializer.UniformFanIn,
    };

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_have_the_spread_that_PyTorch_draws_with(string name)
    {
        JsonElement expected = s_cases[name];
        double scale = expected.GetProperty("scale").GetDouble();
        int fanIn = expected.GetProperty("fan_in").GetInt32(), fanOut = expected.GetProperty("fan_out").GetInt32();
        var weights = new float[fanIn * fanOut];
        Rng random = Rng.Stream(1, "init");
        s_initializers[name].Fill(weights, new Fans(fanIn, [fanIn, fanOut]), ref random);

        bool uniform = expected.GetProperty("distribution").GetString() == "uniform";
        double mean = weights.Average(w => (double)w);
        double deviation = Math.Sqrt(weights.Average(w => (w - mean) * (w - mean)));
        double expectedDeviation = uniform ? scale / Math.Sqrt(3) : scale;
        Assert.InRange(deviation / expectedDeviation, 0.98, 1.02); // 30,000 draws: the standard error is below 0.5%
        Assert.InRange(mean / expectedDeviation, -0.03, 0.03);
        if (uniform)
        {
            Assert.InRange(weights.Max(w => Math.Abs((double)w)) / scale, 0.999, 1.000001);
        }
    }
}
