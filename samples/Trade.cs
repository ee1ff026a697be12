#:project ../src/Epoche.Experiments
// A trading environment from prices: train on the first bars, look at the last ones, and test for look-ahead.
// Run it:  dotnet run -c Release samples/Trade.cs        or with your own CSV:  dotnet run -c Release samples/Trade.cs prices.csv
using Epoche;

Console.OutputEncoding = System.Text.Encoding.UTF8;
MarketPrices prices = args.Length > 0 ? FromFile(args[0]) : Reverting(4_000);
MarketOptions options = new() { Window = 4, Cost = 0.0005, Slippage = 0, Short = true, Part = MarketPart.Train };

using IBatchEnvironment training = BatchEnvironment.Of(() => new Market(prices, options), count: 16);
PpoAgent agent = new(training.Spec, new() { Steps = 128, BatchSize = 256, Epochs = 4, Discount = 0.9f, ScaleRewards = true, Seed = 1 });
foreach (TrainingReport report in agent.Train(training, steps: 200_000))
{
    Console.WriteLine($"step {report.Step,7}  mean ln(wealth) of an episode {report.MeanReturn,6:F3}");
}

// The same windows for everybody, all of bars that training has not seen.
MarketOptions test = options with { Part = MarketPart.Test };
Console.WriteLine($"agent                 {Earned(test, agent.PolicyOf(agent.Model))}");
Console.WriteLine($"buy and hold          {Earned(test, Constant(1))}");
Console.WriteLine($"cash                  {Earned(test, Constant(0))}");

// An edge that one bar of delay destroys needs the very price that was observed; shuffled returns have no pattern at all.
Console.WriteLine($"agent, one bar late   {Earned(test with { Lag = 1 }, agent.PolicyOf(agent.Model))}");
Console.WriteLine($"agent, shuffled       {Earned(test with { Shuffle = 0 }, agent.PolicyOf(agent.Model))}");

ConstantPolicy Constant(float share) => new(training.Spec.Actions, share);

EvaluationReport Earned(MarketOptions traded, IPolicy policy)
{
    using IBatchEnvironment market = BatchEnvironment.Of(() => new Market(prices, traded), count: 1);
    using Evaluator evaluator = new(market);
    return evaluator.Run(policy, episodes: 500, seed: 7);
}

static MarketPrices FromFile(string path) => ((Market)MarketFile.Load($"market:{path}").Entry.Create()).Prices;

// What fell yesterday tends to rise today: r_t = −0.3·r_t−1 + 1%·N(0, 1).
static MarketPrices Reverting(int count)
{
    Rng random = new(seed: 5);
    double[] values = new double[count];
    (values[0], double last) = (100, 0);
    for (int i = 1; i < count; i++)
    {
        last = (-0.3 * last) + random.NextNormal(0, 0.01f);
        values[i] = values[i - 1] * (1 + last);
    }

    return new("reverting", values);
}
