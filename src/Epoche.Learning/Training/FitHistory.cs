namespace Epoche;

/// <summary>The epochs of a training that came to their end.</summary>
internal sealed class FitHistory : IStateful
{
    private const int NumbersOfAnEpoch = 5;
    private const long MostSteps = 1L << 53;

    public List<EpochReport> Epochs { get; } = [];

    public int StateVersion => 1;

    /// <summary>Columns of numbers; each name once, however many epochs there are.</summary>
    public void SaveState(StateSaver to)
    {
        List<string> names = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<int> called = [];
        List<double> values = [], measured = [];
        foreach (EpochReport epoch in Epochs)
        {
            values.AddRange([epoch.Epoch, epoch.Loss, epoch.GradientNorm, epoch.Steps, epoch.Seconds]);
            foreach (MetricValue measurement in epoch.Measurements)
            {
                if (places.TryAdd(measurement.Name, names.Count))
                {
                    names.Add(measurement.Name);
                }

                called.Add(places[measurement.Name]);
                measured.Add(measurement.Value);
            }
        }

        to.Write<double>("epochs", values.ToArray());
        to.Write<int>("measurement_counts", Epochs.Select(epoch => epoch.Measurements.Count).ToArray());
        to.Write<int>("measurement_names", called.ToArray());
        to.Write<double>("measurements", measured.ToArray());
        to.Write("names", names.Count);
        for (int i = 0; i < names.Count; i++)
        {
            to.Write($"name_{i}", names[i]);
        }
    }

    public void LoadState(StateLoader from)
    {
        double[] values = from.Array<double>("epochs"), measured = from.Array<double>("measurements");
        int[] counts = from.Array<int>("measurement_counts"), called = from.Array<int>("measurement_names");
        int namesCount = from.Int32("names", least: 0, most: measured.Length);
        string[] names = [.. Enumerable.Range(0, namesCount).Select(i => from.Text($"name_{i}"))];
        if (values.Length != NumbersOfAnEpoch * counts.Length || called.Length != measured.Length || counts.Any(count => count < 0)
            || counts.Sum(count => (long)count) != called.Length
            || called.Any(name => name < 0 || name >= names.Length))
        {
            throw from.Mismatch(
                "epochs", $"{NumbersOfAnEpoch} numbers and the measurements of each of {counts.Length} epochs",
                $"{values.Length} numbers and {measured.Length} measurements");
        }

        List<EpochReport> epochs = [];
        for (int i = 0, first = 0; i < counts.Length; first += counts[i++])
        {
            ReadOnlySpan<double> epoch = values.AsSpan(i * NumbersOfAnEpoch, NumbersOfAnEpoch);
            if (epoch[0] != i + 1 || !(epoch[3] is >= 1 and <= MostSteps) || epoch[3] != Math.Floor(epoch[3]))
            {
                string found = FormattableString.Invariant($"epoch {epoch[0]} with {epoch[3]}");
                throw from.Mismatch("epochs", $"epoch {i + 1} with 1 to {MostSteps} steps", found);
            }

            epochs.Add(new EpochReport(
                i + 1, (float)epoch[1], (float)epoch[2], (long)epoch[3], from.RequireSeconds("epochs", epoch[4]))
            {
                Measurements = [.. Enumerable.Range(first, counts[i]).Select(m => new MetricValue(names[called[m]], measured[m]))],
            });
        }

        Epochs.Clear();
        Epochs.AddRange(epochs);
    }
}
