namespace Epoche;

/// <summary>What one pass over the data did.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean loss of an example; of batches that do not say how many examples they hold, the mean of their
/// losses.</param>
/// <param name="GradientNorm">The mean of the updates' gradient norms.</param>
/// <param name="Steps">Updates in it.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record EpochReport(int Epoch, float Loss, float GradientNorm, long Steps, double Seconds)
{
    /// <summary>
    /// What <see cref="Trainer.Fit{TBatch}"/> measured, by the names that are logged: <c>train/loss</c>, terms, what was evaluated.
    /// </summary>
    public IReadOnlyList<MetricValue> Measurements { get; init =>
        field = value ?? throw new ArgumentNullException(nameof(Measurements)); } = [];

    /// <summary>A measured number by its name.</summary>
    /// <exception cref="ArgumentException">None has the name.</exception>
    public double Measured(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (MetricValue measurement in Measurements)
        {
            if (measurement.Name == name)
            {
                return measurement.Value;
            }
        }

        throw new ArgumentException(
            $"Nothing called '{name}' was measured; there are {string.Join(", ", Measurements.Select(m => m.Name))}.", nameof(name));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EpochReport), PrintMembers);
}

public sealed partial class Trainer
{
    /// <summary>
    /// Passes over the data as often as <see cref="TrainerOptions.Epochs"/> says, and reports after each; <c>break</c> stops. A
    /// <see cref="TrainingLoop"/> without anything beside it. With <see cref="TrainerOptions.Averaging"/> the averaged weights are in place
    /// wherever the caller is, and at the end.
    /// </summary>
    /// <param name="data">Batches; enumerated once an epoch, so it may reshuffle itself.</param>
    /// <param name="objective">From a batch to a loss of one element.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    /// <exception cref="NonFiniteException">The loss or a gradient is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">The data hold no batch.</exception>
    public IEnumerable<EpochReport> Run<TBatch>(
        IEnumerable<TBatch> data, Objective<TBatch> objective, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        RequireNothingGathered();
        using FitTraining<TBatch> training = new(this, data, objective, new FitOptions());
        TrainingLoop loop = new(training, new() { Epochs = _options.Epochs, ReportEvery = long.MaxValue });
        foreach (LoopReport report in AveragedRun.Of(loop, training.KeepAverage, cancellation))
        {
            yield return training.Latest.Epoch!; // a report comes where an epoch ends, and nowhere else
        }
    }
}
