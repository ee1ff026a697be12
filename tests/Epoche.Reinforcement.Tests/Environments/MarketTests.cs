using System.Buffers;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class MarketTests
{
    private const double Fee = 0.0015; // the default cost and slippage

    /// <summary>Half of 1 is bought for 0.00075, then the price rises from 100 to 110.</summary>
    [Fact]
    public void A_step_is_the_one_worked_out_by_hand()
    {
        Market market = new(new("made", [90, 100, 100, 110]), new() { Window = 1 });
        float[] seen = new float[2], beside = new float[4];
        Rng rng = new(0);
        market.Reset(ref rng, seen);
        while (Restored(market) < 2)
        {
            market.Step((float[])[0], ref rng, seen);
        }

        StepResult result = market.Step((float[])[0.5f], ref rng, seen);
        market.WriteInformation(beside);
        Assert.Equal(Math.Log((1 - (0.5 * Fee)) * 1.05), result.Reward, 1e-6);
        Assert.Equal([(float)((1 - (0.5 * Fee)) * 1.05), 110, (float)(0.55 / 1.05), (float)(0.5 * Fee)], beside);
    }

    /// <summary>Whoever holds from the first bar on pays once, and earns what the price does.</summary>
    [Fact]
    public void Buy_and_hold_earns_the_prices_return_less_one_cost()
    {
        Market market = new(Walk(60, seed: 1), new() { Window = 4 });
        Rng rng = new(0);
        market.Reset(ref rng, new float[5]);
        double sum = 0;
        for (int bar = 0; bar < market.Spec.TimeLimit; bar++)
        {
            sum += market.Step((float[])[1], ref rng, new float[5]).Reward;
        }

        ReadOnlySpan<double> prices = market.Prices.Values;
        Assert.Equal(Math.Log(1 - Fee) + Math.Log(prices[^1] / prices[4]), sum, 1e-5);
    }

    /// <summary>
    /// The test that a look-ahead fails: on prices without any pattern, whoever follows the newest return that is shown earns riches where
    /// it is that of the bar to come; shifted by one bar, as it is for everybody, the edge is gone.
    /// </summary>
    [Fact]
    public void An_edge_of_seeing_the_next_bar_is_lost_when_the_data_are_shifted_by_one()
    {
        MarketPrices prices = Walk(4_000, seed: 7);
        MarketOptions free = new() { Window = 4, Cost = 0, Slippage = 0, Short = true, Episode = 3_000 };
        double ahead = Follow(new(prices, free, peek: 1)), honest = Follow(new(prices, free)), late = Follow(
            new(prices, free with { Lag = 1 }));
        Assert.True(ahead > 15, $"seeing the next bar earns {ahead}");
        Assert.InRange(honest, -3, 3);
        Assert.InRange(late, -3, 3);
    }

    [Fact]
    public void Parts_are_split_by_time_and_never_overlap()
    {
        double[] rising = [.. Enumerable.Range(1, 1_000).Select(i => (double)i)];
        (double Low, double High)[] seen =
        [
            .. ((MarketPart[])[MarketPart.Train, MarketPart.Validation, MarketPart.Test]).Select(part =>
            {
                Market market = new(new("rising", rising), new() { Window = 2, Episode = 10, Part = part });
                using IBatchEnvironment batch = BatchEnvironment.Of(() => new Market(market.Prices, market.Options), 1);
                using Evaluator evaluator = new(batch);
                Prices range = new();
                evaluator.Run(new ConstantPolicy(batch.Spec.Actions, 0), 300, seed: 0, range);
                return (range.Low, range.High);
            }),
        ];
        Assert.True(seen[0].High <= 600 && seen[1].Low > 600 && seen[1].High <= 800 && seen[2].Low > 800, string.Join(' ', seen));
    }

    [Fact]
    public void Shuffled_returns_are_the_same_ones_in_another_order()
    {
        MarketPrices prices = Walk(100, seed: 3);
        Market plain = new(prices, new() { Window = 4, Cost = 0, Slippage = 0 }),
            shuffled = new(prices, new() { Window = 4, Cost = 0, Slippage = 0, Shuffle = 5 });
        float[] first = new float[5], second = new float[5];
        Rng rng = new(0);
        plain.Reset(ref rng, first);
        shuffled.Reset(ref rng, second);
        Assert.NotEqual(first, second);
        Assert.Equal(prices.Values[^1], prices.Shuffled(0, 100, 5).Values[^1], 1e-9);
    }

    [Fact]
    public void A_state_of_other_prices_is_refused()
    {
        ArrayBufferWriter<byte> state = new();
        Market market = new(Walk(60, seed: 1), new() { Window = 4 });
        Rng rng = new(0);
        market.Reset(ref rng, new float[5]);
        market.SaveState(state);
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => new Market(Walk(60, seed: 2), new() { Window = 4 }).RestoreState(state.WrittenSpan));
        Assert.Contains("other prices", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_and_options_out_of_range_are_named()
    {
        Assert.Contains(
            "price 1 must be above 0", Assert.Throws<ArgumentException>(() => new MarketPrices("x", [1, 0, 2])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "need at least 18", Assert.Throws<ArgumentException>(() => new Market(Walk(10, seed: 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Market(Walk(60, seed: 1), new() { Cost = -1 }));
    }

    private static MarketPrices Walk(int count, ulong seed)
    {
        Rng rng = new(seed);
        double[] prices = new double[count];
        prices[0] = 100;
        for (int i = 1; i < count; i++)
        {
            prices[i] = prices[i - 1] * (1 + rng.NextNormal(0, 0.01f));
        }

        return new("walk", prices);
    }

    /// <summary>What somebody earns, in ln of wealth, who holds what rose last and owes what fell.</summary>
    private static double Follow(Market market)
    {
        float[] seen = new float[5];
        Rng rng = new(0);
        market.Reset(ref rng, seen);
        double sum = 0;
        for (int bar = 0; bar < market.Spec.TimeLimit; bar++)
        {
            sum += market.Step((float[])[seen[3] > 0 ? 1 : -1], ref rng, seen).Reward;
        }

        return sum;
    }

    private static int Restored(Market market)
    {
        ArrayBufferWriter<byte> state = new();
        market.SaveState(state);
        return BitConverter.ToInt32(state.WrittenSpan[^4..]);
    }

    private sealed class Prices : IEvaluationObserver
    {
        public double Low { get; private set; } = double.MaxValue;

        public double High { get; private set; }

        public void Observe(in EvaluationStep step)
        {
            (Low, High) = (Math.Min(Low, step.Information[1]), Math.Max(High, step.Information[1]));
        }
    }
}
