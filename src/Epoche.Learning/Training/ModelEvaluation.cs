using Epoche.Autodiff;

namespace Epoche;

/// <summary>How a model did on examples.</summary>
/// <param name="Examples">How many there were; batches, where their sizes are not said.</param>
/// <param name="Loss">The mean loss of an example.</param>
/// <param name="Measurements">The loss, then what the metrics measured.</param>
public sealed record Evaluation(int Examples, double Loss, IReadOnlyList<MetricValue> Measurements)
{
    /// <summary>The loss, then what the metrics measured.</summary>
    public IReadOnlyList<MetricValue> Measurements { get; init => field = NotNull.Of(value); } = NotNull.Of(Measurements);

    /// <summary>The measurements as <c>prefix/name</c>.</summary>
    public IEnumerable<MetricValue> Prefixed(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return Measurements.Select(measurement => measurement with { Name = $"{prefix}/{measurement.Name}" });
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Evaluation), PrintMembers);
}

/// <summary>Evaluates models and predicts with them, batch by batch and without recording gradients.</summary>
public static class ModelEvaluation
{
    private const int DefaultBatchSize = 256;

    /// <summary>Evaluates a model with one input and one output.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">
    /// The examples; where they have weights (<see cref="Dataset.WithWeights"/>), the loss is Σ w·loss / n. Metrics count all alike.
    /// </param>
    /// <param name="loss">From outputs and targets to one number an example, or one for the batch.</param>
    /// <param name="metrics">What is measured beside the loss; reset first.</param>
    /// <param name="batchSize">Examples at once, 1 or more.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="ArgumentException">
    /// The data are empty, do not fit the model, or have an input that is NaN or infinite; two metrics have one name; or the loss lets
    /// every output meet every target.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Evaluation Evaluate(
        this Model model,
        Dataset data,
        Func<Tensor, Tensor, Tensor> loss,
        IReadOnlyList<Metric>? metrics = null,
        int batchSize = DefaultBatchSize,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        CountChecks.AtLeast(1, batchSize);
        RequireFits(model, data);
        metrics ??= [];
        RequireDifferentNames(metrics);
        foreach (Metric metric in metrics)
        {
            metric.Reset();
        }

        StepArena arena = new();
        double sum = 0;
        int done = 0;
        foreach (Batch batch in new Batches(data, new BatchOptions { Size = batchSize, Shuffle = false }))
        {
            cancellation.ThrowIfCancellationRequested();
            using (arena.Step())
            using (Tape.Pause())
            {
                FiniteInputs.Require(batch.Inputs, nameof(data), first: done); // here for the number of the example in all data
                Tensor outputs = model.Call(batch.Inputs), losses = batch.Weighted(Losses(loss, outputs, batch.Targets));
                int count = batch.Inputs.Shape[0];
                done += count;
                sum += losses.Count == count ? losses.Sum().Item() : (double)losses.Mean().Item() * count;
                foreach (Metric metric in metrics)
                {
                    metric.Add(outputs, batch.Targets);
                }
            }
        }

        double mean = sum / data.Count;
        return new Evaluation(data.Count, mean, [new MetricValue("loss", mean), .. metrics.SelectMany(metric => metric.Measurements)]);
    }

    /// <summary>
    /// Evaluates by the objective that a training minimizes, so models with any inputs and outputs:
    /// <c>ModelEvaluation.Evaluate(unseen.Batches(), Loss, terms)</c>.
    /// </summary>
    /// <param name="data">
    /// Batches; one pass is made. <see cref="Batches"/> stay where they were, so that a training may go on with them.
    /// </param>
    /// <param name="objective">From a batch to a loss of one element, the mean over its examples.</param>
    /// <param name="terms">
    /// The terms that the objective adds to, reset first and measured by their names. Not those of a training that goes on, whose
    /// sums would be lost. Default: none.
    /// </param>
    /// <param name="size">
    /// How many examples a batch has. Default: as many as it says, see <see cref="Trainer.Accumulate"/>; where
    /// batches do not, all count alike.
    /// </param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="ArgumentException">The data hold no batch, or a loss has several elements.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Evaluation Evaluate<TBatch>(
        IEnumerable<TBatch> data,
        Objective<TBatch> objective,
        LossTerms? terms = null,
        Func<TBatch, int>? size = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        terms?.Reset();
        StepArena arena = new();
        double sum = 0;
        int examples = 0;
        using DataPlace place = DataPlace.Keep(data);
        foreach (TBatch batch in data)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = size?.Invoke(batch) ?? Examples.Of(batch) ?? 1;
            if (terms is not null)
            {
                terms.Weight = count;
            }

            using (arena.Step())
            using (Tape.Pause())
            using (Examples.Watch(batch))
            {
                Tensor loss = objective(batch);
                sum += loss.Count == 1 ? (double)loss.Item() * count : throw new ArgumentException(
                    $"An objective gives one element, such as a mean; this one gives {loss.Shape}.", nameof(objective));
                examples += count;
            }
        }

        double mean = examples > 0 ? sum / examples : throw new ArgumentException("The data hold no batch.", nameof(data));
        return new Evaluation(examples, mean, [new MetricValue("loss", mean), .. terms?.Means ?? []]);
    }

    /// <summary>The outputs for many inputs of a model with one input and one output: [n, input…] → [n, output…], on the heap.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">[n, input…].</param>
    /// <param name="batchSize">Examples at once, 1 or more.</param>
    /// <exception cref="ArgumentException">The inputs have another shape than the model takes, or hold NaN or an infinity.</exception>
    public static Tensor Predict(this Model model, Tensor inputs, int batchSize = DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        CountChecks.AtLeast(1, batchSize);
        FiniteInputs.Require(inputs, nameof(inputs)); // here for the number of the example in all inputs
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

    /// <summary>
    /// The outputs for many examples of a model with any inputs and outputs, on the heap:
    /// <c>model.Predict([pictures, zooms])["distance"]</c>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">[n, input…] for each of <see cref="Model.Inputs"/>, in their order.</param>
    /// <param name="batchSize">Examples at once, 1 or more.</param>
    /// <exception cref="ArgumentException">
    /// There are more or fewer inputs than the model takes, one has another shape or holds NaN or an infinity, or they
    /// have different numbers of examples.
    /// </exception>
    public static ModelOutputs Predict(this Model model, ReadOnlySpan<Tensor> inputs, int batchSize = DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        CountChecks.AtLeast(1, batchSize);
        int count = inputs.Length == 0 || inputs[0].Rank == 0 ? 1 : inputs[0].Shape[0];
        foreach (Tensor input in inputs)
        {
            if (input.Rank > 0 && input.Shape[0] != count)
            {
                throw new ArgumentException(
                    $"All inputs have as many examples; received {string.Join(", ", inputs.ToArray().Select(each => each.Shape))}.",
                    nameof(inputs));
            }
        }

        for (int i = 0; i < inputs.Length && inputs.Length == model.Inputs.Count; i++)
        {
            FiniteInputs.Require(inputs[i], nameof(inputs), model.Inputs[i].Name);
        }

        float[][] outputs = [.. model.Outputs.Select(output => new float[count * output.Shape.ElementCount])];
        Tensor[] parts = new Tensor[inputs.Length];
        StepArena arena = new();
        for (int first = 0; first < count; first += batchSize)
        {
            using (arena.Step())
            using (Tape.Pause())
            {
                for (int i = 0; i < parts.Length; i++)
                {
                    parts[i] = count <= batchSize ? inputs[i] : inputs[i].Slice(0, first, Math.Min(batchSize, count - first));
                }

                ModelOutputs values = model.Call(parts);
                for (int i = 0; i < outputs.Length; i++)
                {
                    values[i].Values.CopyTo(outputs[i].AsSpan(first * model.Outputs[i].Shape.ElementCount));
                }
            }
        }

        return new ModelOutputs(
            model.Outputs, [.. outputs.Select((values, i) => Tensor.Wrap(values, model.Outputs[i].Shape.Prepend(count)))]);
    }

    /// <summary>
    /// The loss of a batch; refuses one in which outputs [batch, 1] and targets [batch] broadcast: every output would meet every
    /// target, and nothing would be learned.
    /// </summary>
    internal static Tensor Losses(Func<Tensor, Tensor, Tensor> loss, Tensor outputs, Tensor targets)
    {
        using LossShapes.Scope watched = LossShapes.Of(outputs, targets);
        Tensor losses = loss(outputs, targets);
        return losses.Count <= Math.Max(outputs.Count, targets.Count)
            ? losses
            : throw LossShapes.Refusal(outputs.Shape, targets.Shape, losses.Shape, outputs.Shape, targets.Shape);
    }

    /// <summary>Refuses two metrics of one name: what they measure could not be distinguished.</summary>
    internal static void RequireDifferentNames(IReadOnlyList<Metric> metrics)
    {
        Elements.RequireNoNull(metrics, nameof(metrics));
        string? twice = metrics.GroupBy(metric => metric.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException(
                $"Two of the metrics are called '{twice}', so their measurements cannot be distinguished. Drop one, or evaluate twice.",
                nameof(metrics));
        }

        string? taken = metrics.Select(metric => metric.Name).FirstOrDefault(name => name is "loss" or "gradient_norm");
        if (taken is not null)
        {
            throw new ArgumentException(
                $"A metric is called '{taken}', as what training measures by itself is, so they cannot be distinguished. "
                + "Give it another name.",
                nameof(metrics));
        }
    }

    internal static void RequireFits(Model model, Dataset data)
    {
        if (!model.InputShape.Accepts(data.InputShape))
        {
            throw new ArgumentException(
                $"The model takes inputs {model.InputShape}; the examples have inputs {data.InputShape}.", nameof(data));
        }
    }
}
