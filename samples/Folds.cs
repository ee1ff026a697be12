#:project ../src/Epoche.Learning
// Stratified five-fold cross-validation of a table with a rare class, missing cells included.
// Run it:  dotnet run -c Release samples/Folds.cs
using Epoche;
using static Epoche.Tensors.Ops;

using MemoryStream file = new(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Patients(2_000))));
Table patients = Table.Read(file, "patients.csv");

List<double> areas = [];
foreach ((Table training, Table held) in patients.StratifiedFolds("ill", folds: 5, seed: 1))
{
    // Means, medians and categories are found in the four folds that are learned from.
    TablePreparation preparation = TablePreparation.ForClasses(training, "ill");
    Sequential net = [new Dense(16, Relu), new Dense(2)];
    net.Build(preparation.InputShape, seed: 1);
    Trainer trainer = new(new() { Optimizer = new Adam(5e-3f), Epochs = 10, Seed = 1 }, net.Parameters);
    trainer.Fit(net, preparation.ToDataset(training), SoftmaxCrossEntropy, new() { BatchSize = 32 });
    RocAuc area = new();
    net.Evaluate(preparation.ToDataset(held), SoftmaxCrossEntropy, [area]);
    areas.Add(area.Value);
    int ill = Enumerable.Range(0, held.Count).Count(row => held["ill"].Text(row) == "yes");
    Console.WriteLine($"fold {areas.Count}: {held.Count} patients, {ill} of them ill, area under the curve {area.Value:F3}");
}

Console.WriteLine($"area under the curve of five folds {areas.Average():F3}, from {areas.Min():F3} to {areas.Max():F3}");

// One in ten is ill, of those whose blood pressure is high or who smoke more often. The pressure was not always taken.
static IEnumerable<string> Patients(int count)
{
    Rng random = Rng.Stream(1, "patients");
    yield return "age,pressure,smokes,ill";
    for (int i = 0; i < count; i++)
    {
        int age = 20 + random.NextInt(70), pressure = (int)random.NextNormal(110 + (age / 4f), 12);
        string smokes = random.NextInt(4) switch { 0 => "daily", 1 => "seldom", _ => "never" };
        double risk = 0.01 + (pressure > 135 ? 0.2 : 0) + (smokes == "daily" ? 0.12 : 0) + (age > 70 ? 0.1 : 0);
        yield return $"{age},{(random.NextBoolean(0.1) ? "" : pressure)},{smokes},{(random.NextBoolean(risk) ? "yes" : "no")}";
    }
}
