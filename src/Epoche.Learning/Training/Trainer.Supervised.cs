namespace Epoche;

public sealed partial class Trainer
{
    /// <summary>Fits a model with one input and one output to examples.</summary>
    /// <param name="model">The model; its parameters are those of this trainer.</param>
    /// <param name="data">The examples; where they have weights (<see cref="Dataset.WithWeights"/>), losses are multiplied by them.</param>
    /// <param name="loss">
    /// From outputs and targets to one number an example, or one for the batch: <c>SoftmaxCrossEntropy</c>,
    /// <c>MeanSquaredError</c>, a function of yours.
    /// </param>
    /// <param name="options">Batches, validation, callbacks. Default: see there.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    /// <exception cref="ArgumentException">
    /// The trainer does not train the model, the data do not fit it, or options contradict each other.
    /// </exception>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FitReport Fit(
        Model model, Dataset data, Func<Tensor, Tensor, Tensor> loss, SupervisedOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new SupervisedOptions();
        if (!_parameters.Contains(model.Parameters))
        {
            throw new ArgumentException(
                "This trainer was made for the parameters of other models: new Trainer(options, model.Parameters).", nameof(model));
        }

        ModelEvaluation.RequireFits(model, data);
        (Dataset training, Dataset? validation) = options.Split(data, _options.Seed);
        Batches batches = new(training, new BatchOptions { Size = options.BatchSize, Seed = _options.Seed });
        ClassWeights? weights = options.ClassWeights;
        return Fit(
            batches,
            batch =>
            {
                Tensor outputs = model.Call(batch.Inputs), losses = ModelEvaluation.Losses(loss, outputs, batch.Targets);
                if (weights is not null || options.BatchesPerUpdate > 1)
                {
                    // So that small batches make exactly the large one, whatever their sizes and classes.
                    (_knownWeight, _knownUnit) = (weights?.Sum(batch.Targets), options.BatchesPerUpdate > 1 ? options.BatchSize : null);
                }

                return weights is not null ? weights.Mean(batch.Weighted(losses), batch.Targets) : batch.Mean(losses);
            },
            new FitOptions
            {
                BatchesPerUpdate = options.BatchesPerUpdate,
                Callbacks = options.Callbacks,
                Checkpoints = options.Checkpoints,
                Writer = options.Writer,
                Evaluate = validation is not null ? () => model.Evaluate(validation, loss, options.Metrics).Prefixed("validation")
                    // The loss is that of the epoch.
                    : options.Metrics.Count > 0 ? () => model.Evaluate(training, loss, options.Metrics).Prefixed("train").Skip(1)
                    : null,
            },
            cancellation);
    }
}
