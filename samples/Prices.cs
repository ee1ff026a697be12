#:project ../src/Epoche.Probability
// House prices with intervals that hold nine times in ten: a CSV file, three networks, a promise.
// Run it:  dotnet run -c Release samples/Prices.cs
using System.Globalization;
using Epoche;
using static Epoche.Tensors.Ops;

string folder = Directory.CreateTempSubdirectory("epoche-prices-").FullName, file = Path.Combine(folder, "houses.csv");
File.WriteAllLines(file, ["area,heating,garden,sold,price", .. Houses(4_000)]);

(Table training, Table others) = Table.Read(file).Split(0.5, seed: 1);
(Table validation, Table test) = others.Split(0.5, seed: 2);
TablePreparation preparation = TablePreparation.ForNumber(training, "price");

DeepEnsemble ensemble = new([new Dense(32, Relu), new Dense(32, Relu), new Dense(1)], preparation.InputShape, members: 3, seed: 1);
EnsembleTrainer trainer = new(
    ensemble, preparation.ToDataset(training),
    new() { Optimizer = new Adam(Schedule.Linear(1e-2f, 1e-4f, 40 * 63)), Epochs = 40, Seed = 1 },
    new() { Size = 32, Seed = 1 }, (output, price) => Huber(output - price));
Console.WriteLine($"loss {trainer.Run().Last().Loss:F3}");

// Nothing was trained on the validation houses: what the prices were off there says how wide an interval must be.
ensemble.Info = ModelInfo.Of(preparation);
IntervalRule rule = IntervalRule.ForCoverage(NumberPrediction.Of(ensemble, validation, samples: 3), preparation.Targets(validation), 0.9);
Console.WriteLine($"{rule.Meaning}\n{rule.Guarantee}");

// Model and rule in one folder, read where they are needed: the same intervals for rows of a table, bit for bit.
PredictiveFile.Save(ensemble, folder);
IntervalFile.Save(rule, folder);
Interval[] intervals = IntervalFile.Load(folder).Intervals(NumberPrediction.Of(PredictiveFile.Load(folder), test, samples: 3));
Tensor prices = preparation.Targets(test);
Console.WriteLine($"first house: {intervals[0]}, sold for {prices[0, 0]}; mean width {Interval.MeanWidth(intervals):F1}");
Directory.Delete(folder, recursive: true);
Console.WriteLine($"of new houses {100 * Interval.Coverage(intervals, prices):F1}% in their intervals");

// Prices in thousands, with noise that grows with the area; of some houses the area or the heating is not known.
static IEnumerable<string> Houses(int count)
{
    Rng random = Rng.Stream(1, "houses");
    string[] heating = ["gas", "oil", "pump"];
    for (int i = 0; i < count; i++)
    {
        float area = random.NextSingle(40, 240);
        (int kind, bool garden, int day) = (random.NextInt(3), random.NextBoolean(0.3), random.NextInt(2_000));
        float price = (3 * area) + (40 * kind) + (garden ? 0.4f * area : 0) + (0.02f * day) + random.NextNormal(0, 0.2f * area);
        (string size, string kindName) = (i % 50 == 0 ? "" : $"{area:F0}", i % 30 == 7 ? "NA" : heating[kind]);
        string sold = new DateTime(2020, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        yield return string.Create(CultureInfo.InvariantCulture, $"{size},{kindName},{(garden ? "yes" : "no")},{sold},{price:F1}");
    }
}
