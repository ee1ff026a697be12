namespace Epoche;

public sealed partial class Trainer
{
    /// <summary>
    /// Passes over the data as often as <see cref="TrainerOptions.Epochs"/> says, measures and logs after each, and lets callbacks watch;
    /// <see cref="Run"/> is the same as a bare loop. With <see cref="TrainerOptions.Averaging"/> what is measured, what callbacks see after
    /// an epoch, and what is left at the end are the averaged weights; where it is cancelled or throws, those that learn.
    /// </summary>
    /// <param name="data">
    /// Batches; enumerated once an epoch, so it may reshuffle itself. Means over batches count each by its
    /// examples, as in <see cref="Accumulate"/>.
    /// </param>
    /// <param name="objective">From a batch to a loss of one element, the mean over its examples.</param>
    /// <param name="options">Callbacks, terms, where to log, where to go on from. Default: none.</param>
    /// <param name="cancellation">Stops between two updates; a checkpoint is saved and callbacks learn of the end first.</param>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">The data hold no batch, or a callback watches what is not measured.</exception>
    /// <exception cref="DataFormatException">The checkpoint is that of another training.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read or written.</exception>
    public FitReport Fit<TBatch>(
        IEnumerable<TBatch> data, Objective<TBatch> objective, FitOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new FitOptions();
        options.Validate();
        FitContext fit = new(this, options.Writer, _options.Epochs) { UpdatesPerEpoch = UpdatesIn(data, options.BatchesPerUpdate) };
        using FitTraining<TBatch> training = new(this, data, objective, options);
        FitObserver<TBatch> observer = new(training, fit, options);
        TrainingLoop loop = new(training, new()
        {
            Epochs = _options.Epochs,
            Until = () => fit.StopReason is not null && !training.Running.IsRunning,
            ReportEvery = long.MaxValue,
            Observers = [observer],
            Checkpoints = options.Checkpoints,
        });
        int begun = 0;
        try
        {
            for (; begun < options.Callbacks.Count; begun++)
            {
                options.Callbacks[begun].OnBegin(fit); // before a checkpoint is loaded, unlike observers
            }

            loop.RunToEnd(cancellation);
            training.KeepAverage(); // behind the last checkpoint, which holds the weights that more epochs would go on from
        }
        finally
        {
            _accumulated = 0; // of an update that an exception cut short
            End(fit, options.Callbacks, begun);
        }

        return new FitReport(observer.History.Epochs, fit.StopReason);
    }

    private static long? UpdatesIn<TBatch>(IEnumerable<TBatch> data, int batchesPerUpdate)
    {
        int? batches = data is Batches examples ? examples.Count
            : data is IReadOnlyCollection<TBatch> known ? known.Count
            : data.TryGetNonEnumeratedCount(out int count) ? count : null;
        return (batches + batchesPerUpdate - 1) / batchesPerUpdate;
    }

    /// <summary>The last callback first, and each of them even where another throws.</summary>
    private static void End(FitContext fit, IReadOnlyList<TrainingCallback> callbacks, int count)
    {
        if (count == 0)
        {
            return;
        }

        try
        {
            callbacks[count - 1].OnEnd(fit);
        }
        finally
        {
            End(fit, callbacks, count - 1);
        }
    }
}
