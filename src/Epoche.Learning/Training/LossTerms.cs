namespace Epoche;

/// <summary>
/// The terms that a loss is the sum of, each logged by its name: an objective adds them as
/// <c>terms.Add("bellman", …) + terms.Add("imitation", …, weight: 0.5f)</c>. Their means since the last <see cref="Reset"/> are kept, by
/// example where the batches of a fit say how many they hold; adding allocates nothing once every name has come.
/// </summary>
public sealed class LossTerms : IStateful
{
    private readonly List<string> _names = [];
    private readonly List<(double Sum, double Weight)> _sums = [];

    /// <summary>The mean of each term, before its factor in the loss, in the order in which they came first.</summary>
    public IReadOnlyList<MetricValue> Means =>
        [.. _names.Select((name, i) => new MetricValue(name, _sums[i].Sum / _sums[i].Weight)).Where(mean => !double.IsNaN(mean.Value))];

    int IStateful.StateVersion => 2;

    /// <summary>
    /// What the batch counts that terms come from next: its examples. <see cref="Trainer.Fit{TBatch}"/> and evaluations set it.
    /// </summary>
    internal double Weight { get; set; } = 1;

    /// <summary>Notes a term and gives it back, times its weight.</summary>
    /// <param name="name">The name.</param>
    /// <param name="term">One element.</param>
    /// <param name="weight">What the loss counts it by. Default 1.</param>
    /// <exception cref="ArgumentException">The term has several elements.</exception>
    public Tensor Add(string name, Tensor term, float weight = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (term.Count != 1)
        {
            throw new ArgumentException(
                $"The term '{name}' of a loss is one element, such as a mean; this one is {term.Shape}.", nameof(term));
        }

        int place = _names.IndexOf(name);
        if (place < 0)
        {
            place = _names.Count;
            _names.Add(name);
            _sums.Add(default);
        }

        (double sum, double sumWeight) = _sums[place];
        _sums[place] = (sum + (Weight * term.Item()), sumWeight + Weight);
        return weight == 1 ? term
            : weight == 0 && !float.IsFinite(term.Item()) ? Tensor.Scalar(0) // measured, but 0·∞ would spoil the sum
            : term * weight;
    }

    /// <summary>Writes the means as <c>prefix/name</c> and forgets them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="step">The step, at least 0.</param>
    /// <param name="prefix">What stands before the names.</param>
    public void Report(IRunWriter writer, long step, string prefix = "train")
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(prefix);
        foreach (MetricValue mean in Means)
        {
            writer.Scalar($"{prefix}/{mean.Name}", step, mean.Value);
        }

        Reset();
    }

    /// <summary>Forgets the numbers, not the names.</summary>
    public void Reset()
    {
        Weight = 1;
        for (int i = 0; i < _sums.Count; i++)
        {
            _sums[i] = default;
        }
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Write<double>("sums", _sums.Select(sum => sum.Sum).ToArray());
        to.Write<double>("weights", _sums.Select(sum => sum.Weight).ToArray());
        for (int i = 0; i < _names.Count; i++)
        {
            to.Write($"name_{i}", _names[i]);
        }
    }

    void IStateful.LoadState(StateLoader from)
    {
        (double[] sums, double[] weights) = (from.Array<double>("sums"), from.Array<double>("weights"));
        if (sums.Length != weights.Length)
        {
            throw from.Mismatch("weights", $"one for each of {sums.Length} sums", $"{weights.Length}");
        }

        string[] names = [.. Enumerable.Range(0, sums.Length).Select(i => from.Text($"name_{i}"))];
        _names.Clear();
        _sums.Clear();
        _names.AddRange(names);
        _sums.AddRange(sums.Zip(weights));
    }
}
