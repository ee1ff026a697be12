namespace Epoche;

/// <summary>Measures epochs, and tells the callbacks of a fit what a loop tells observers.</summary>
internal sealed class FitObserver<TBatch>(FitTraining<TBatch> training, FitContext fit, FitOptions options) : LoopObserver, IStateful
{
    public FitHistory History { get; } = new();

    public int StateVersion => 1;

    public override void OnStep(TrainingLoop loop)
    {
        (fit.Epoch, fit.Updates) = (training.Epoch, training.Running.Updates);
        if (training.Latest.Update is { } update)
        {
            for (int i = 0; i < options.Callbacks.Count; i++)
            {
                options.Callbacks[i].OnUpdate(fit, update);
            }
        }

        if (training.Latest.Epoch is { } epoch)
        {
            training.SwapAverage();
            try
            {
                EpochReport report = Measure(epoch);
                History.Epochs.Add(report);
                fit.UpdatesPerEpoch = report.Steps;
                foreach (TrainingCallback callback in options.Callbacks)
                {
                    callback.OnEpoch(fit, report);
                }
            }
            finally
            {
                training.SwapAverage();
            }
        }

        training.CutsEpochShort = fit.StopReason is not null;
    }

    public void SaveState(StateSaver to)
    {
        to.Part("history", History);
        to.Write("stop_reason", fit.StopReason ?? "");
        for (int i = 0; i < options.Callbacks.Count; i++)
        {
            if (options.Callbacks[i] is IStateful callback)
            {
                to.Part($"callback_{i}", callback);
            }
        }
    }

    public void LoadState(StateLoader from)
    {
        from.Part("history", History);
        if (History.Epochs.Count != training.Epochs)
        {
            throw from.Mismatch("history", $"the {training.Epochs} epochs that have ended", $"{History.Epochs.Count}");
        }

        if (from.Text("stop_reason") is { Length: > 0 } reason)
        {
            fit.Stop(reason);
        }

        for (int i = 0; i < options.Callbacks.Count; i++)
        {
            if (options.Callbacks[i] is IStateful callback)
            {
                from.Part($"callback_{i}", callback);
            }
        }
    }

    private EpochReport Measure(EpochReport report)
    {
        MetricValue[] measurements =
        [
            new(RunTags.TrainLoss, report.Loss),
            new(RunTags.GradientNorm, report.GradientNorm),
            .. options.Terms?.Means.Select(term => new MetricValue($"train/{term.Name}", term.Value)) ?? [],
            .. options.Evaluate?.Invoke() ?? [],
        ];
        foreach (MetricValue measurement in measurements)
        {
            options.Writer.Scalar(measurement.Name, training.Step, measurement.Value);
        }

        return report with { Measurements = measurements };
    }
}
