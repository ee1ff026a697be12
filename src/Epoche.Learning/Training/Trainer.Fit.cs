using System.Diagnostics;

namespace Epoche;

public sealed partial class Trainer
{
    /// <summary>Passes over the data as often as <see cref="TrainerOptions.Epochs"/> says, measures and logs after each, and lets callbacks watch; <see cref="Run"/> is the same as a bare loop.</summary>
    /// <param name="data">Batches; enumerated once an epoch, so it may shuffle itself anew.</param>
    /// <param name="objective">From a batch to a loss of one element.</param>
    /// <param name="options">Callbacks, terms, where to log. Default: none.</param>
    /// <param name="cancellation">Stops between two updates; callbacks learn of the end first.</param>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">The data hold no batch, or a callback watches what is not measured.</exception>
    public FitReport Fit<TBatch>(IEnumerable<TBatch> data, Objective<TBatch> objective, FitOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new FitOptions();
        options.Validate();
        Fitting fit = new(this, options.Writer);
        List<EpochReport> reports = [];
        int begun = 0;
        try
        {
            for (; begun < options.Callbacks.Count; begun++)
            {
                options.Callbacks[begun].OnBegin(fit);
            }

            while (fit.StopReason is null && fit.Epoch < _options.Epochs)
            {
                fit.Epoch++;
                reports.Add(Epoch(fit, data, objective, options, cancellation));
                foreach (TrainingCallback callback in options.Callbacks)
                {
                    callback.OnEpoch(fit, reports[^1]);
                }
            }
        }
        finally
        {
            _accumulated = 0; // of an update that an exception cut short
            End(fit, options.Callbacks, begun);
        }

        return new FitReport(reports, fit.StopReason);
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

    private EpochReport Epoch<TBatch>(Fitting fit, IEnumerable<TBatch> data, Objective<TBatch> objective, FitOptions options, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp(), updates = 0, batches = 0;
        double loss = 0, norm = 0, sinceUpdate = 0;
        options.Terms?.Reset();
        foreach (TBatch batch in data)
        {
            cancellation.ThrowIfCancellationRequested();
            float one = Accumulate(objective, batch);
            (loss, sinceUpdate, batches) = (loss + one, sinceUpdate + one, batches + 1);
            if (_accumulated == options.BatchesPerUpdate)
            {
                Finish();
            }

            if (fit.StopReason is not null)
            {
                break;
            }
        }

        if (_accumulated > 0)
        {
            Finish(); // the rest of the epoch makes an update of its own
        }

        if (batches == 0)
        {
            throw new ArgumentException("The data hold no batch.", nameof(data));
        }

        EpochReport report = new(fit.Epoch, (float)(loss / batches), (float)(norm / updates), updates, Stopwatch.GetElapsedTime(start).TotalSeconds);
        return Measure(report, options);

        void Finish()
        {
            float mean = (float)(sinceUpdate / _accumulated), length = Update();
            (norm, updates, sinceUpdate) = (norm + length, updates + 1, 0);
            foreach (TrainingCallback callback in options.Callbacks)
            {
                callback.OnUpdate(fit, new StepReport(mean, length));
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
