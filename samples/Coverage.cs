#:project ../src/Epoche.Probability
// How often do intervals hold what they promise? Other houses are learned from, validated on and tested 200 times.
// Run it:  dotnet run -c Release samples/Coverage.cs
using System.Globalization;
using Epoche;
using static Epoche.Tensors.Ops;

const int Splits = 200;
double[] shares = [0.5, 0.8, 0.9, 0.95];
double[][] inside = [.. shares.Select(_ => new double[Splits])], wide = [.. shares.Select(_ => new double[Splits])];
Table houses = Houses(600);
for (int split = 0; split < Splits; split++)
{
    (Table training, Table others) = houses.Split(0.5, seed: (ulong)split);
    (Table validation, Table test) = others.Split(0.5, seed: (ulong)split + Splits);
    TablePreparation preparation = TablePreparation.ForNumber(training, "price");
    Sequential net = new Sequential { new Dense(8, Relu), new Dense(1) }.Build(preparation.InputShape, seed: (ulong)split);
    net.Info = ModelInfo.Of(preparation);
    new Trainer(new() { Optimizer = new Adam(Schedule.OneCycle(3e-2f, steps: 50)), Epochs = 5, Seed = (ulong)split }, net.Parameters)
        .Fit(net, preparation.ToDataset(training), MeanSquaredError);

    NumberPrediction validated = NumberPrediction.Of(net.Predict(validation)), tested = NumberPrediction.Of(net.Predict(test));
    for (int i = 0; i < shares.Length; i++)
    {
        Interval[] intervals = IntervalRule.ForCoverage(validated, preparation.Targets(validation), shares[i]).Intervals(tested);
        (inside[i][split], wide[i][split]) = (Interval.Coverage(intervals, preparation.Targets(test)), Interval.MeanWidth(intervals));
    }
}

Console.WriteLine("promised  in their intervals  of nine splits in ten  mean width");
for (int i = 0; i < shares.Length; i++)
{
    double[] sorted = [.. inside[i].Order()];
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * shares[i],7:F0}% {100 * sorted.Average(),18:F1}% {100 * sorted[Splits / 20],14:F1} to {100 * sorted[^(Splits / 20)]:F1}% "
        + $"{wide[i].Average(),11:F1}"));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of 90 promised in 100 there were {100 * inside[2].Average():F1}"));

// Prices in thousands, with noise that grows with the area.
static Table Houses(int count)
{
    Rng random = Rng.Stream(1, "houses");
    double[] areas = new double[count], gardens = new double[count], prices = new double[count];
    for (int i = 0; i < count; i++)
    {
        (areas[i], gardens[i]) = (random.NextSingle(40, 240), random.NextBoolean(0.3) ? 1 : 0);
        prices[i] = ((3 + (0.4 * gardens[i])) * areas[i]) + (0.2 * areas[i] * random.NextNormal());
    }

    return new(TableColumn.Numbers("area", areas), TableColumn.Numbers("garden", gardens), TableColumn.Numbers("price", prices));
}
