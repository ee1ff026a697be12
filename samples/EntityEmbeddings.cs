#:project ../src/Epoche.Learning
// Entity embeddings: a vector for each shop, beside numbers, and one for all shops that nobody knows.
// Run it:  dotnet run -c Release samples/EntityEmbeddings.cs
using Epoche;
using static Epoche.Tensors.Ops;

(Table training, Table newRows) = (Receipts(6_000, shops: 300, seed: 1), Receipts(2_000, shops: 400, seed: 2));

// Shops with fewer than 8 receipts share the number 0 with those to come, so that something is learned of it.
TablePreparation preparation = TablePreparation.ForNumber(
    training, "amount", TableFeature.Index("shop", least: 8), TableFeature.Number("items"), TableFeature.OneHot("card"));
Symbol row = Model.Input(preparation.InputShape, "row");
Symbol shop = row.Then(new SliceLayer(0, [1]), new Embedding(preparation.Categories("shop"), width: 4), new Flatten());
Symbol others = row.Then(new SliceLayer(1, [preparation.InputShape[0] - 1]));
GraphModel net = new([row], ("amount", Symbol.Concat(shop, others).Then(new Dense(32, Relu), new Dense(1))));
net.Build(seed: 1);
net.Info = ModelInfo.Of(preparation);
Trainer trainer = new(new() { Optimizer = new Adam(Schedule.Linear(1e-2f, 1e-4f, steps: 40 * 94)), Epochs = 40, Seed = 1 }, net.Parameters);
trainer.Fit(net, preparation.ToDataset(training), MeanSquaredError, new() { BatchSize = 64 });

ILookup<bool, int> known = Enumerable.Range(0, newRows.Count).ToLookup(i => preparation.Inputs(newRows.Select([i])).Values[0] > 0);
double mean = Enumerable.Range(0, training.Count).Average(training["amount"].Number);
Console.WriteLine($"{preparation.Categories("shop") - 1} shops have a vector; new receipts of them: {Error(known[true], net):F1} off");
Console.WriteLine($"of others, {Error(known[false], net):F1} off, where the mean of all receipts is {Error(known[false], null):F1} off");

double Error(IEnumerable<int> chosen, Model? model)
{
    Table table = newRows.Select([.. chosen]);
    float[] predicted = model?.Predict(table).ToArray() ?? [.. chosen.Select(_ => (float)mean)];
    return predicted.Select((amount, i) => Math.Abs(amount - table["amount"].Number(i))).Average();
}

// What an item costs depends on the shop: from 2 to 18.
static Table Receipts(int count, int shops, ulong seed)
{
    Rng random = Rng.Stream(seed, "receipts");
    string[] names = new string[count], cards = new string[count];
    double[] items = new double[count], amounts = new double[count];
    for (int i = 0; i < count; i++)
    {
        double chance = random.NextDouble();
        int shop = (int)(shops * chance * chance * chance); // most receipts are of a few shops
        (names[i], cards[i], items[i]) = ($"shop {shop}", random.NextBoolean() ? "card" : "cash", 1 + random.NextInt(8));
        amounts[i] = ((2 + (shop * 37 % 17)) * items[i]) + (cards[i] == "card" ? 3 : 0) + random.NextNormal(0, 1);
    }

    return new(
        TableColumn.Texts("shop", names), TableColumn.Texts("card", cards), TableColumn.Numbers("items", items),
        TableColumn.Numbers("amount", amounts));
}
