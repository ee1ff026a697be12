namespace Epoche;

/// <summary>
/// A number that says how good predictions are, gathered batch by batch. To write your own, derive from this class.
/// It may be used by one thread at a time.
/// </summary>
public abstract class Metric
{
    /// <summary>The name, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Examples seen since the last <see cref="Reset"/>.</summary>
    public abstract long Examples { get; }

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">No example was seen.</exception>
    public abstract double Value { get; }

    /// <summary>What is logged: by default <see cref="Value"/> under <see cref="Name"/>.</summary>
    /// <exception cref="InvalidOperationException">No example was seen.</exception>
    public virtual IEnumerable<MetricValue> Measurements => [new(Name, Value)];

    /// <summary>Adds a batch.</summary>
    /// <param name="outputs">What the model gave, [batch, …].</param>
    /// <param name="targets">What is right, [batch, …].</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an output is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is out of range.</exception>
    public abstract void Add(Tensor outputs, Tensor targets);

    /// <summary>Forgets all examples.</summary>
    public abstract void Reset();
}
