namespace Epoche;

/// <summary>
/// A fit as something that a loop runs: a step is one update, of one or several batches. Where data do not say how many batches an epoch
/// has, its end shows only when another batch is asked for: a step then ends the epoch and makes no update, or
/// that of the batches that are left.
/// </summary>
internal sealed class FitTraining<TBatch>(Trainer trainer, IEnumerable<TBatch> data, Objective<TBatch> objective, FitOptions options)
    : ITraining, IDisposable
{
    private IEnumerator<TBatch>? _batches;
    private int _gathered;
    private bool _isLoaded;

    public RunningEpoch Running { get; } = new();

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; private set; }

    /// <summary>The update that the last step made, and the epoch that it ended.</summary>
    public (StepReport? Update, EpochReport? Epoch) Latest { get; private set; }

    /// <summary>Ends the epoch with the next step.</summary>
    public bool CutsEpochShort { get; set; }

    public long Step => trainer.StepCount;

    public long Updates => trainer.StepCount;

    public int Epochs => Running.IsRunning ? Epoch - 1 : Epoch;

    public IReadOnlyList<ScopedSlab> Weights => trainer.Weights;

    public int StateVersion => 1;

    public void Advance()
    {
        _batches ??= Open();
        Latest = default;
        while (!CutsEpochShort && _batches.MoveNext())
        {
            int? examples = Examples.Of(_batches.Current);
            if (options.Terms is not null)
            {
                options.Terms.Weight = examples ?? 1;
            }

            Running.AddBatch(trainer.Accumulate(objective, _batches.Current, examples), trainer.LatestWeight);
            if (++_gathered == options.BatchesPerUpdate)
            {
                Latest = (Update(), null);
                return;
            }
        }

        Latest = (_gathered > 0 ? Update() : null, null); // the rest of the epoch makes an update of its own
        Latest = Latest with
        {
            Epoch = Running.Batches > 0 ? Running.Report(Epoch) : throw new ArgumentException("The data hold no batch.", nameof(data)),
        };
        Running.End();
        Dispose();
    }

    public void SwapAverage()
    {
        // A pass over the data would add to them.
        using DataPlace? terms = options.Terms is null || !trainer.Averages ? null : DataPlace.Keep(options.Terms);
        trainer.SwapAverage(data, objective);
    }

    /// <summary>Ends with the average in the place of the weights.</summary>
    public void KeepAverage()
    {
        SwapAverage();
        trainer.KeepAverage();
    }

    public void Report(IRunWriter writer)
    {
    }

    public void Dispose()
    {
        _batches?.Dispose();
        _batches = null;
    }

    public void SaveState(StateSaver to)
    {
        to.Part("trainer", trainer); // with the models
        to.Write("epoch", Epoch);
        to.Part("running_epoch", Running);
        foreach ((string name, IStateful part) in Parts())
        {
            to.Part(name, part);
        }
    }

    public void LoadState(StateLoader from)
    {
        from.Part("trainer", trainer);
        int epoch = from.Int32("epoch", least: 0);
        from.Part("running_epoch", Running);
        // Each epoch made an update at least, and each update took its batches: data that cannot be put back are enumerated as often.
        if ((Running.IsRunning ? epoch - 1 : epoch) is var ended && (ended < 0 || ended > Step))
        {
            throw from.Mismatch("epoch", $"the number of an epoch, of which {Step} updates can have ended {Step}", $"{epoch}");
        }

        if (Running.IsRunning && (Running.Updates > Step || Running.Batches / options.BatchesPerUpdate > Running.Updates))
        {
            throw from.Mismatch(
                "running_epoch", $"up to {Step} updates of {options.BatchesPerUpdate} batches each",
                $"{Running.Updates} of {Running.Batches} batches");
        }

        Epoch = epoch;
        foreach ((string name, IStateful part) in Parts())
        {
            from.Part(name, part);
        }

        _isLoaded = true;
    }

    private StepReport Update()
    {
        (StepReport update, _gathered) = (Running.AddUpdate(trainer.Update()), 0);
        return update;
    }

    /// <summary>
    /// Begins an epoch, or goes on with the one that was loaded. Data without a state of their own are enumerated as they were before it,
    /// for they may reshuffle themselves.
    /// </summary>
    private IEnumerator<TBatch> Open()
    {
        bool replays = _isLoaded && data is not IStateful;
        _isLoaded = false;
        for (int epoch = Running.IsRunning ? 1 : 0; replays && epoch < Epoch; epoch++)
        {
            using IEnumerator<TBatch> past = data.GetEnumerator();
            while (past.MoveNext())
            {
            }
        }

        long skipped = replays && Running.IsRunning ? Running.Batches : 0;
        if (!Running.IsRunning)
        {
            Epoch++;
            options.Terms?.Reset();
        }

        Running.Begin();
        IEnumerator<TBatch> batches = data.GetEnumerator();
        for (; skipped > 0; skipped--)
        {
            if (!batches.MoveNext())
            {
                throw new ArgumentException(
                    $"The checkpoint was made after batch {Running.Batches} of epoch {Epoch}; the data hold fewer now.", nameof(data));
            }
        }

        return batches;
    }

    private IEnumerable<(string Name, IStateful Part)> Parts()
    {
        if (data is IStateful stateful)
        {
            yield return ("data", stateful);
        }

        if (options.Terms is not null)
        {
            yield return ("terms", options.Terms);
        }
    }
}
