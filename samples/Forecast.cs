#:project ../src/Epoche.Learning
// Forecasts of a series: windows of the past, a split in the order of time.  Run it:  dotnet run -c Release samples/Forecast.cs
using Epoche;
using static Epoche.Tensors.Ops;

Table sales = Sales(1_200);

// The last fifth of the days is held out. Of each window of three weeks the day behind it is predicted.
const int Window = 21;
(Table training, Table test) = sales.OrderedSplit("day", 0.2);
TablePreparation preparation = TablePreparation.ForSeries(
    training, "sold", Window, horizon: 1, TableFeature.Number("sold"), TableFeature.Date("day", DateParts.Weekday));
Sequential net = [new Flatten(), new Dense(32, Relu), new Dense(1)];
net.Build(preparation.InputShape, seed: 1);
net.Info = ModelInfo.Of(preparation);
Trainer trainer = new(new() { Optimizer = new Adam(Schedule.Linear(3e-3f, 1e-4f, steps: 40 * 30)), Epochs = 40, Seed = 1 }, net.Parameters);
trainer.Fit(net, preparation.ToDataset(training), MeanSquaredError, new() { BatchSize = 32 });

float[] predicted = net.Predict(test).ToArray(); // in pieces sold; the last is of the day behind the file
double[] sold = [.. Enumerable.Range(0, test.Count).Select(test["sold"].Number)];
double error = Enumerable.Range(Window, sold.Length - Window).Average(day => Math.Abs(sold[day] - predicted[day - Window]));
double weekly = Enumerable.Range(Window, sold.Length - Window).Average(day => Math.Abs(sold[day] - sold[day - 7]));

DateTime first = training["day"].Date(0)!.Value, next = test["day"].Date(test.Count - 1)!.Value.AddDays(1);
Console.WriteLine($"{training.Count} days from {first:yyyy-MM-dd}, then {test.Count}; {next:yyyy-MM-dd}: {predicted[^1]:F0} pieces");
Console.WriteLine($"as a week before: off by {weekly:F1} pieces; forecast: off by {error:F1}");

// A year's wave, a week's pattern, and noise of which a part stays till the next day.
static Table Sales(int count)
{
    Rng random = Rng.Stream(1, "sales");
    double[] week = [0, 2, 5, 8, 25, 40, -10], sold = new double[count];
    DateTime?[] days = new DateTime?[count];
    float drift = 0;
    for (int i = 0; i < count; i++)
    {
        days[i] = new DateTime(2021, 1, 4).AddDays(i);
        drift = (0.8f * drift) + random.NextNormal(0, 5);
        sold[i] = Math.Round(100 + (30 * Triangle(i / 365.25)) + week[i % 7] + drift + random.NextNormal(0, 3));
    }

    return new(TableColumn.Dates("day", days), TableColumn.Numbers("sold", sold));

    static double Triangle(double years) => Math.Abs((2 * (years - Math.Floor(years))) - 1);
}
