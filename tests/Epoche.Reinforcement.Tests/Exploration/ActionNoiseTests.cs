namespace Epoche.Reinforcement.Tests.Exploration;

/// <summary>Noise of actions by its statistics: 400,000 draws, of which a correlated process has fewer independent ones.</summary>
public sealed class ActionNoiseTests
{
    private const int Processes = 64, Steps = 6_000;

    /// <summary>
    /// σ/√(2θ − θ²dt), and a correlation of (1 − θ·dt)^k over k steps. Within 3%: 64 processes of 6,000 steps are some 1,900 independent
    /// numbers where 1/(θ·dt) is 100 steps, so that the deviation has a standard error of 1.6%.
    /// </summary>
    [Theory]
    [InlineData(0.2f, 0.15f, 1f)]
    [InlineData(0.3f, 1f, 0.01f)]
    [InlineData(0.5f, 0.15f, 0.2f)]
    public void Drifting_noise_has_the_deviation_and_the_memory_that_it_states(float deviation, float pull, float step)
    {
        OrnsteinUhlenbeckNoise noise = new(deviation, pull, step);
        Rng random = Rng.Stream(1, "noise");
        float[] state = new float[Processes], actions = new float[Processes], before = new float[Processes];
        int apart = (int)(0.5 / (pull * step)) + 1;
        List<float[]> history = [];
        double squares = 0, products = 0;
        int count = 0, pairs = 0;
        for (int t = 0; t < Steps + 1_000; t++)
        {
            Array.Clear(actions);
            noise.Add(actions, state, ref random);
            Assert.Equal(state, actions);
            history.Add([.. state]);
            if (t >= 1_000)
            {
                squares += state.Sum(x => (double)x * x);
                products += state.Zip(history[t - apart], (now, then) => (double)now * then).Sum();
                (count, pairs) = (count + Processes, pairs + Processes);
            }
        }

        double expected = deviation / Math.Sqrt((2 * pull) - (pull * pull * step));
        Assert.Equal(expected, noise.StationaryDeviation, 1e-6);
        Assert.InRange(Math.Sqrt(squares / count), 0.97 * expected, 1.03 * expected);
        Assert.InRange(products / squares, Math.Pow(1 - (pull * step), apart) - 0.05, Math.Pow(1 - (pull * step), apart) + 0.05);
    }

    [Fact]
    public void Normal_noise_has_its_deviation_and_no_memory()
    {
        Rng random = Rng.Stream(1, "noise");
        float[] actions = new float[400_000], state = new float[400_000];
        new GaussianNoise(0.25f).Add(actions, state, ref random);

        Assert.All(state, number => Assert.Equal(0, number));
        Assert.InRange(Math.Sqrt(actions.Average(x => (double)x * x)), 0.248, 0.252); // the standard error is 0.0003
        Assert.InRange(actions.Zip(actions.Skip(1), (x, y) => (double)x * y).Average(), -0.0005, 0.0005);
    }

    [Theory]
    [InlineData(-0.1f, 0.15f, 0.01f, "Noise.Deviation is -0.1; expected 0 to")]
    [InlineData(0.1f, 0f, 0.01f, "Noise.Pull is 0; expected a positive number")]
    [InlineData(0.1f, 0.15f, float.NaN, "Noise.TimeStep is NaN; expected a positive number")]
    [InlineData(0.1f, 3f, 0.5f, "Noise.Pull · Noise.TimeStep is 1.5; expected above 0, to 1: above 1 it swings by itself.")]
    public void What_is_out_of_range_is_named(float deviation, float pull, float step, string message) => Assert.StartsWith(
        message, Assert.Throws<ArgumentException>(() => new OrnsteinUhlenbeckNoise(deviation, pull, step).Validate()).Message,
        StringComparison.Ordinal);
}
