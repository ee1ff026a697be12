namespace Epoche;

public sealed partial class Trainer
{
    /// <summary>Passes over the data as often as <see cref="TrainerOptions.Epochs"/> says, measures and logs after each, and lets callbacks watch; <see cref="Run"/> is the same as a bare loop.</summary>
    /// <param name="data">Batches; enumerated once an epoch, so it may shuffle itself anew. Means over batches count each by its examples, as in <see cref="Accumulate"/>.</param>
    /// <param name="objective">From a batch to a loss of one element, the mean over its examples.</param>
    /// <param name="options">Callbacks, terms, where to log, where to go on from. Default: none.</param>
    /// <param name="cancellation">Stops between two updates; a checkpoint is saved and callbacks learn of the end first.</param>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">The data hold no batch, or a callback watches what is not measured.</exception>
    /// <exception cref="DataFormatException">The checkpoint is that of another training.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read or written.</exception>
    public FitReport Fit<TBatch>(IEnumerable<TBatch> data, Objective<TBatch> objective, FitOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new FitOptions();
        options.Validate();
        Fitting fit = new(this, options.Writer, _options.Epochs) { UpdatesPerEpoch = UpdatesIn(data, options.BatchesPerUpdate) };
        FitState state = new(fit, data as IStateful, options);
        int begun = 0;
        try
        {
            for (; begun < options.Callbacks.Count; begun++)
            {
                options.Callbacks[begun].OnBegin(fit);
            }

            Resume(fit, state, data, options);
            while (fit.StopReason is null && (state.Running.IsRunning || fit.Epoch < _options.Epochs))
            {
                EpochReport report = Epoch(fit, state, data, objective, options, cancellation);
                state.History.Epochs.Add(report);
                fit.UpdatesPerEpoch = report.Steps;
                foreach (TrainingCallback callback in options.Callbacks)
                {
                    callback.OnEpoch(fit, report);
                }

                state.Running.End();
                if (fit.StopReason is null && fit.Epoch < _options.Epochs)
                {
                    options.Checkpoints?.SaveIfDue(state, StepCount);
                }
                else
                {
                    options.Checkpoints?.Save(state, StepCount); // before OnEnd, which may put other weights in the place of those that training would go on from
                }
            }
        }
        finally
        {
            _accumulated = 0; // of an update that an exception cut short
            End(fit, options.Callbacks, begun);
        }

        return new FitReport(state.History.Epochs, fit.StopReason);
    }

    private static long? UpdatesIn<TBatch>(IEnumerable<TBatch> data, int batchesPerUpdate)
    {
        int? batches = data is Batches examples ? examples.Count : data.TryGetNonEnumeratedCount(out int count) ? count : null;
        return (batches + batchesPerUpdate - 1) / batchesPerUpdate;
    }

    /// <summary>Loads the newest checkpoint. Data without a state of their own are enumerated as they were before it, for they may shuffle themselves anew.</summary>
    private static void Resume<TBatch>(Fitting fit, FitState state, IEnumerable<TBatch> data, FitOptions options)
    {
        if (options.Checkpoints?.TryLoad(state) == true && data is not IStateful && fit.StopReason is null)
        {
            for (int epoch = state.Running.IsRunning ? 1 : 0; epoch < fit.Epoch; epoch++)
            {
                using IEnumerator<TBatch> batches = data.GetEnumerator();
                while (batches.MoveNext())
                {
                }
            }
        }
    }

    /// <summary>The last callback first, and each of them even where another throws.</summary>
    private static void End(Fitting fit, IReadOnlyList<TrainingCallback> callbacks, int count)
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

    private EpochReport Epoch<TBatch>(Fitting fit, FitState state, IEnumerable<TBatch> data, Objective<TBatch> objective, FitOptions options, CancellationToken cancellation)
    {
        RunningEpoch running = state.Running;
        long skipped = running.IsRunning && data is not IStateful ? running.Batches : 0;
        if (!running.IsRunning)
        {
            fit.Epoch++;
            options.Terms?.Reset();
        }

        running.Begin();
        using IEnumerator<TBatch> batches = data.GetEnumerator();
        for (; skipped > 0; skipped--)
        {
            if (!batches.MoveNext())
            {
                throw new ArgumentException($"The checkpoint was made after batch {running.Batches} of epoch {fit.Epoch}; the data hold fewer now.", nameof(data));
            }
        }

        while (fit.StopReason is null)
        {
            // Before the next batch is asked for: a checkpoint holds the place of the data, and what they have given must have been learned.
            if (_accumulated == 0 && cancellation.IsCancellationRequested)
            {
                options.Checkpoints?.Save(state, StepCount);
                cancellation.ThrowIfCancellationRequested();
            }

            if (!batches.MoveNext())
            {
                break;
            }

            int? examples = Examples.Of(batches.Current);
            if (options.Terms is not null)
            {
                options.Terms.Weight = examples ?? 1;
            }

            running.AddBatch(Accumulate(objective, batches.Current, examples), _weight);
            if (_accumulated == options.BatchesPerUpdate)
            {
                Finish();
                if (fit.StopReason is null)
                {
                    options.Checkpoints?.SaveIfDue(state, StepCount);
                }
            }
        }

        if (_accumulated > 0)
        {
            Finish(); // the rest of the epoch makes an update of its own
        }

        return running.Batches > 0 ? Measure(running.Report(fit.Epoch), options) : throw new ArgumentException("The data hold no batch.", nameof(data));

        void Finish()
        {
            StepReport update = running.AddUpdate(Update());
            fit.Updates = running.Updates;
            foreach (TrainingCallback callback in options.Callbacks)
            {
                callback.OnUpdate(fit, update);
            }
        }
    }

    private EpochReport Measure(EpochReport report, FitOptions options)
    {
        MetricValue[] measurements =
        [
            new(RunTags.TrainLoss, report.Loss),
            new(RunTags.GradientNorm, report.GradientNorm),
            .. options.Terms?.Means.Select(term => new MetricValue($"train/{term.Name}", term.Value)) ?? [],
            .. options.Judge?.Invoke() ?? [],
        ];
        foreach (MetricValue measurement in measurements)
        {
            options.Writer.Scalar(measurement.Name, StepCount, measurement.Value);
        }

        return report with { Measurements = measurements };
    }
}
