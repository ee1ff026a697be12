namespace Epoche;

/// <content>The average of the weights, where <see cref="TrainerOptions.Averaging"/> asks for one.</content>
public sealed partial class Trainer
{
    private readonly AveragedWeights? _average;

    /// <summary>Whether it averages the weights.</summary>
    internal bool Averages => _average is not null;

    /// <summary>
    /// Exchanges the weights that learn for their average, to evaluate or save it; called again, exchanges them back, which is needed
    /// before the next batch. <see cref="Fit{TBatch}"/>, <see cref="Run"/> and a <see cref="TrainingLoop"/> do so by themselves.
    /// Does nothing without <see cref="TrainerOptions.Averaging"/>, or before any weights were taken.
    /// </summary>
    /// <exception cref="InvalidOperationException">A call of another thread has not ended yet.</exception>
    public void SwapAverage()
    {
        using SoleUse.Scope use = _use.Enter();
        _average?.Swap();
    }

    /// <summary>
    /// Puts the average in the place of the weights for good: what comes at the end of a training. Steps after it go on from there, with an
    /// average that begins again. Does nothing without <see cref="TrainerOptions.Averaging"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A call of another thread has not ended yet.</exception>
    public void KeepAverage()
    {
        using SoleUse.Scope use = _use.Enter();
        if (_average is { IsShown: false })
        {
            _average.Swap();
        }

        _average?.Forget();
    }

    /// <summary>
    /// Replaces the running statistics of batch normalizations by the means of those of the batches, with the weights as they are; what
    /// averaged weights need, whose statistics are no average of others. As PyTorch's <c>update_bn</c>. Nothing else
    /// changes, and a model without such layers costs one batch.
    /// </summary>
    /// <param name="data">Batches; one pass is made. <see cref="Batches"/> stay where they were.</param>
    /// <param name="objective">Calls the model, as in training; what it gives is not looked at.</param>
    /// <exception cref="InvalidOperationException">A call of another thread has not ended yet.</exception>
    public void UpdateStatistics<TBatch>(IEnumerable<TBatch> data, Objective<TBatch> objective)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        using SoleUse.Scope use = _use.Enter();
        using DataPlace place = DataPlace.Keep(data);
        StepArena arena = new();
        Rng random = Rng.Stream(_options.Seed, "statistics");
        StatisticsPass pass = new();
        foreach (TBatch batch in data is Batches batches ? (IEnumerable<TBatch>)(object)batches.InEpoch(0) : data)
        {
            using (pass.Next())
            using (arena.TrainingStep(random))
            {
                objective(batch);
            }

            random = arena.RandomState;
            if (!pass.HasTaken)
            {
                break;
            }
        }
    }

    /// <summary><see cref="SwapAverage()"/>, with statistics by a pass over the data where they cannot be averaged.</summary>
    internal void SwapAverage<TBatch>(IEnumerable<TBatch> data, Objective<TBatch> objective)
    {
        SwapAverage();
        if (_average is { IsShown: true, LacksStatistics: true } && data is Batches)
        {
            UpdateStatistics(data, objective);
        }
    }

    private void RequireLearning()
    {
        if (_average is { IsShown: true })
        {
            throw new InvalidOperationException(
                "The average lies in the place of the weights that learn; call SwapAverage once more before the next batch.");
        }
    }
}
