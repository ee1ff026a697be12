#:sdk Microsoft.NET.Sdk.Web
#:property EnableDefaultRunWorkingDirectory=false
#:project ../src/Epoche.Probability
// Who will leave? A CSV file as it comes becomes a calibrated classifier that is saved, loaded and served; samples/customers.yaml is the
// same as a recipe.  Run it:  dotnet run -c Release samples/Customers.cs
using Epoche;
using static Epoche.Tensors.Ops;

string folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("epoche-customers-").FullName;
string file = Path.Combine(folder, "customers.csv"), saved = Path.Combine(folder, "model");
await File.WriteAllLinesAsync(file, Customers(4_000));

// Missing cells, texts, dates: what is found in the training rows, and in no others, is saved with the model.
Table customers = Table.Read(file);
(Table rest, Table test) = customers.StratifiedSplit("left", 0.2, seed: 1);
(Table training, Table held) = rest.StratifiedSplit("left", 0.2, seed: 1);
TablePreparation preparation = TablePreparation.ForClasses(training, "left");
Dataset learned = preparation.ToDataset(training), validated = preparation.ToDataset(held);
DeepEnsemble networks = new(
    [new Dense(32, Relu), new Dense(32, Relu), new Dense(2)], preparation.InputShape, members: 3, seed: 1, output: Softmax);
networks.Info = ModelInfo.Of(preparation);
EnsembleTrainer trainer = new(
    networks, learned, new() { Optimizer = new Adam(2e-3f), Epochs = 8, Seed = 1 }, new() { Size = 64, Seed = 1 });
trainer.Run().Last();
networks.Calibrate(validated.Split(validated.Count / 2, seed: 1).Validation, samples: 3);
PredictiveFile.Save(networks, saved);

Predictive model = PredictiveFile.Load(saved);
WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
WebApplication app = builder.Build();
app.MapPost("/left", (Dictionary<string, string?> customer) =>
{
    lock (model) // a predictive serves one thread at a time
    {
        return Prediction.Of(model, model.Info.Table!.Rows(customer), samples: 3).Mean.ToArray();
    }
});

app.Urls.Add("http://127.0.0.1:0");
await app.StartAsync();
Console.WriteLine(customers.Summary());
Console.WriteLine(preparation);
Prediction prediction = Prediction.Of(model, test, samples: 3);
Metric[] metrics =
[
    new RocAuc(outputs: ClassOutputs.Probabilities), new ExpectedCalibrationError(outputs: ClassOutputs.Probabilities),
    new Accuracy(ClassOutputs.Probabilities),
];
foreach (Metric metric in metrics)
{
    metric.Add(prediction.Mean, preparation.ToDataset(test).Targets());
}

Console.WriteLine(string.Join("  ", metrics.Select(metric => $"{metric.Name} {metric.Value:F3}")));
using HttpClient client = new() { BaseAddress = new Uri(app.Urls.First()) };
foreach (string plan in new[] { "basic", "premium" })
{
    Dictionary<string, string?> customer = new() { ["age"] = "24", ["city"] = "Atlantis", ["plan"] = plan, ["joined"] = "2023-05-01" };
    HttpResponseMessage response = await client.PostAsJsonAsync("/left", customer);
    float[] answer = (await response.Content.ReadFromJsonAsync<float[]>())!;
    Console.WriteLine($"24 years old, of a city that nobody heard of, {plan}: leaves with {answer[1]:P0}");
}

await app.StopAsync();
if (args.Length == 0)
{
    Directory.Delete(folder, recursive: true);
}

// One in seven leaves: young ones, those with the basic plan, those who joined lately. Cells are missing here and there.
static IEnumerable<string> Customers(int count)
{
    Rng random = Rng.Stream(1, "customers");
    string[] cities = ["Oslo", "Bergen", "Tromsø", "Bodø"], plans = ["basic", "plus", "premium"];
    string[] notes = ["", "called twice about the bill", "asked for a new phone, then a router", "no answer"];
    yield return "name,age,income,city,plan,joined,note,left";
    for (int i = 0; i < count; i++)
    {
        int age = 18 + random.NextInt(62), plan = random.NextInt(3), note = random.NextInt(4);
        DateTime joined = new DateTime(2016, 1, 1).AddDays(random.NextInt(8 * 365));
        float income = random.NextNormal(3_500, 900);
        float leaves = 0.02f + (plan == 0 ? 0.2f : 0) + (age < 30 ? 0.15f : 0) + (joined.Year > 2021 ? 0.1f : 0) + (note == 1 ? 0.1f : 0);
        string left = random.NextSingle() < leaves ? "yes" : "no";
        yield return $"\"Customer {i}, Ltd\",{Cell($"{age}")},{Cell(FormattableString.Invariant($"{income:F2}"))},"
            + $"{Cell(cities[random.NextInt(4)])},{plans[plan]},{Cell($"{joined:yyyy-MM-dd}")},\"{notes[note]}\",{left}";
    }

    string Cell(string text) => random.NextSingle() switch { < 0.05f => "", < 0.07f => "NA", _ => text };
}
