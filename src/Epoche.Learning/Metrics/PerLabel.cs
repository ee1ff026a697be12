namespace Epoche;

/// <summary>
/// A metric of two classes taken for each label by itself, and the mean over the labels: <c>new PerLabel(() => new RocAuc())</c>. Outputs
/// and targets are [batch, labels]; a target is 1 where the label holds and 0 where it does not. Labels for which the metric is NaN, as the
/// area under a curve is where all examples have the label or none has, do not count in the mean.
/// </summary>
/// <param name="make">Makes the metric of one label; called once a label, and once for the name.</param>
/// <exception cref="ArgumentException"><paramref name="make"/> gives null.</exception>
public sealed class PerLabel(Func<Metric> make) : Metric
{
    private readonly Func<Metric> _make = make ?? throw new ArgumentNullException(nameof(make));
    private readonly string _name = "label_" + (make() ?? throw new ArgumentException("It made no metric.", nameof(make))).Name;
    private Metric[] _metrics = [];

    /// <summary><c>label_</c> and the name of the metric, such as <c>label_roc_auc</c>.</summary>
    public override string Name => _name;

    /// <inheritdoc/>
    public override long Examples => _metrics.Length > 0 ? _metrics[0].Examples : 0;

    /// <summary>The mean over the labels; NaN where it is that for each of them.</summary>
    /// <exception cref="InvalidOperationException">No example was seen.</exception>
    public override double Value
    {
        get
        {
            double[] values = [.. Values.Where(value => !double.IsNaN(value))];
            return _metrics.Length == 0 ? throw new InvalidOperationException($"The metric '{Name}' has seen no example.")
                : values.Length == 0 ? double.NaN
                : values.Sum() / values.Length;
        }
    }

    /// <summary>The metric of each label.</summary>
    /// <exception cref="InvalidOperationException">No example was seen.</exception>
    public IReadOnlyList<double> Values => [.. _metrics.Select(metric => metric.Value)];

    /// <summary><see cref="Value"/> under <see cref="Name"/>, then that of each label as <c>NAME_LABEL</c>.</summary>
    public override IEnumerable<MetricValue> Measurements =>
        Values.Select((value, label) => new MetricValue($"{Name}_{label}", value)).Prepend(new MetricValue(Name, Value));

    /// <inheritdoc/>
    public override void Add(Tensor outputs, Tensor targets)
    {
        if (outputs.Rank != 2 || targets.Shape != outputs.Shape || (_metrics.Length > 0 && outputs.Length(1) != _metrics.Length))
        {
            throw new ArgumentException(
                $"The metric '{Name}' takes outputs and targets [batch, {(_metrics.Length > 0 ? _metrics.Length : "labels")}]; received "
                + $"{outputs.Shape} and {targets.Shape}.");
        }

        if (_metrics.Length == 0)
        {
            _metrics = [.. Enumerable.Range(0, outputs.Length(1)).Select(_ => _make())];
        }

        for (int label = 0; label < _metrics.Length; label++)
        {
            _metrics[label].Add(Column(outputs, label), Column(targets, label));
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _metrics = [];

    private static Tensor Column(Tensor values, int label)
    {
        (int rows, int labels) = (values.Length(0), values.Length(1));
        float[] column = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            column[row] = values.Values[(row * labels) + label];
        }

        return Tensor.Wrap(column, [rows]);
    }
}
