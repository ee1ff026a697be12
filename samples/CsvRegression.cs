#:project ../src/Epoche.Learning
// House prices from a CSV file: typed columns, a network, and what the error for a bad cell says.
// Run it:  dotnet run -c Release samples/CsvRegression.cs
using System.Globalization;
using Epoche;
using static Epoche.Tensors.Ops;

string folder = Directory.CreateTempSubdirectory("epoche-houses-").FullName, file = Path.Combine(folder, "houses.csv");
File.WriteAllLines(file, ["street,area,heating,garden,price", .. Houses(2_000)]);

Dataset houses = Csv.Read(
    file,
    inputs: [CsvColumn.Number("area"), CsvColumn.OneHot("heating", "gas", "oil", "pump"), CsvColumn.Flag("garden")],
    targets: [CsvColumn.Number("price")]);
(Dataset training, Dataset test) = houses.Split(validation: 400, seed: 1);
Console.WriteLine($"{training.Count} houses, inputs {training.InputShape}, targets {training.TargetShape}");

// Areas lie between 40 and 240: brought near 0 and 1 by the model itself, so that they need no preparation elsewhere.
Normalization normalization = new();
Sequential net = [normalization, new Dense(32, Relu), new Dense(32, Relu), new Dense(1)];
net.Build([5], seed: 1);
normalization.SetStatistics(mean: [140, 0, 0, 0, 0], deviation: [60, 1, 1, 1, 1]);
Trainer trainer = new(new() { Optimizer = new Adam(Schedule.Linear(1e-2f, 1e-4f, steps: 40 * 50)), Epochs = 40, Seed = 1 }, net.Parameters);
trainer.Fit(net, training, (output, price) => Abs(output - (price * 0.01f)), new() { BatchSize = 32 });
float error = 100 * (float)net.Evaluate(test, (output, price) => Abs(output - (price * 0.01f))).Loss;

File.AppendAllText(file, "Mill Lane,about 90,gas,true,200\n");
try
{
    Csv.Read(file, [CsvColumn.Number("area")], [CsvColumn.Number("price")]);
}
catch (DataFormatException problem)
{
    Console.WriteLine(problem.Message.Replace(folder, "", StringComparison.Ordinal).TrimStart(Path.DirectorySeparatorChar));
}

Directory.Delete(folder, recursive: true);
Console.WriteLine($"mean error on new houses {error:F1} thousand");

// Prices in thousands, with noise of 5.
static IEnumerable<string> Houses(int count)
{
    Rng random = Rng.Stream(1, "houses");
    string[] heating = ["gas", "oil", "pump"];
    for (int i = 0; i < count; i++)
    {
        float area = random.NextSingle(40, 240);
        int kind = random.NextInt(3);
        bool garden = random.NextBoolean(0.3);
        float price = (3 * area) + (kind == 2 ? 40 : kind == 1 ? -20 : 0) + (garden ? 0.4f * area : 0) + random.NextNormal(0, 5);
        yield return string.Create(
            CultureInfo.InvariantCulture, $"\"Street {i % 90}, new\",{area:F1},{heating[kind]},{(garden ? "true" : "false")},{price:F2}");
    }
}
