namespace Epoche;

/// <summary>How a model did on examples.</summary>
/// <param name="Examples">How many there were.</param>
/// <param name="Loss">The mean loss of an example.</param>
/// <param name="Measurements">The loss, then what the metrics measured.</param>
public sealed record Evaluation(int Examples, double Loss, IReadOnlyList<MetricValue> Measurements)
{
    /// <summary>The measurements as <c>prefix/name</c>.</summary>
    public IEnumerable<MetricValue> Prefixed(string prefix) => Measurements.Select(measurement => measurement with { Name = $"{prefix}/{measurement.Name}" });
}

/// <summary>Evaluates models and predicts with them, batch by batch and without recording gradients.</summary>
public static class ModelEvaluation
{
    private const int DefaultBatchSize = 256;

    /// <summary>Judges a model with one input and one output.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The examples.</param>
    /// <param name="loss">From outputs and targets to one number an example, or one for the batch.</param>
    /// <param name="metrics">What is measured beside the loss; reset first.</param>
    /// <param name="batchSize">Examples at once, 1 or more.</param>
    /// <exception cref="ArgumentException">The data are empty or do not fit the model.</exception>
    public static Evaluation Evaluate(this Model model, Dataset data, Func<Tensor, Tensor, Tensor> loss, IReadOnlyList<Metric>? metrics = null, int batchSize = DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        RequireFits(model, data);
        metrics ??= [];
        foreach (Metric metric in metrics)
        {
            metric.Reset();
        }

        StepArena arena = new();
        double sum = 0;
        foreach (Batch batch in new Batches(data, new BatchOptions { Size = batchSize, Shuffle = false }))
        {
            using (arena.Step())
            using (Tape.Pause())
            {
                Tensor outputs = model.Call(batch.Inputs);
                sum += (double)loss(outputs, batch.Targets).Mean().Item() * batch.Inputs.Shape[0];
                foreach (Metric metric in metrics)
                {
                    metric.Add(outputs, batch.Targets);
                }
            }
        }

        double mean = sum / data.Count;
        return new Evaluation(data.Count, mean, [new MetricValue("loss", mean), .. metrics.SelectMany(metric => metric.Measurements)]);
    }

    /// <summary>The outputs for many inputs of a model with one input and one output: [n, input…] → [n, output…], on the heap.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">[n, input…].</param>
    /// <param name="batchSize">Examples at once, 1 or more.</param>
    /// <exception cref="ArgumentException">The inputs have another shape than the model takes.</exception>
    public static Tensor Predict(this Model model, Tensor inputs, int batchSize = DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        int count = inputs.Rank == 0 ? 1 : inputs.Shape[0], width = model.OutputShape.ElementCount;
        float[] outputs = new float[count * width];
        StepArena arena = new();
        for (int first = 0; first < count; first += batchSize)
        {
            using (arena.Step())
            using (Tape.Pause())
            {
                Tensor part = count <= batchSize ? inputs : inputs.Slice(0, first, Math.Min(batchSize, count - first));
                model.Call(part).Values.CopyTo(outputs.AsSpan(first * width));
            }
        }

        return Tensor.Wrap(outputs, model.OutputShape.Prepend(count));
    }

    internal static void RequireFits(Model model, Dataset data)
    {
        if (data.InputShape != model.InputShape)
        {
            throw new ArgumentException($"The model takes inputs {model.InputShape}; the examples have inputs {data.InputShape}.", nameof(data));
        }
    }
}
