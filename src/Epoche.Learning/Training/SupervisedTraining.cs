namespace Epoche;

/// <summary>
/// Minimizes an objective over the batches of a data set, pass after pass: one update a step. The number of updates says where the data
/// stand, so they have no other state.
/// </summary>
public sealed class SupervisedTraining : ITraining
{
    private readonly Trainer _trainer;
    private readonly Batches _batches;
    private readonly Objective<Batch> _objective;

    /// <summary>Takes what learns and what it learns from.</summary>
    /// <param name="trainer">What updates the weights.</param>
    /// <param name="batches">The batches.</param>
    /// <param name="objective">From a batch to a loss of one element.</param>
    public SupervisedTraining(Trainer trainer, Batches batches, Objective<Batch> objective)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(objective);
        (_trainer, _batches, _objective) = (trainer, batches, objective);
    }

    /// <inheritdoc/>
    public long Step => _trainer.StepCount;

    /// <inheritdoc/>
    public long Updates => _trainer.StepCount;

    /// <inheritdoc/>
    public int Epochs => (int)(_trainer.StepCount / _batches.Count);

    /// <inheritdoc/>
    public IReadOnlyList<ScopedSlab> Weights => _trainer.Weights;

    /// <summary>The last update.</summary>
    public StepReport Latest { get; private set; } = new(float.NaN, float.NaN);

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    /// <remarks>The number of updates says where the data stand, in an order that must be the same.</remarks>
    public string StateKind => $"{nameof(SupervisedTraining)} on {_batches.StateKind}";

    /// <inheritdoc/>
    public void Advance() => Latest = _trainer.Step(_objective, _batches.At(Step));

    /// <inheritdoc/>
    public void SwapAverage() => _trainer.SwapAverage(_batches, _objective);

    /// <inheritdoc/>
    public void Report(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Scalar(RunTags.TrainLoss, Step, Latest.Loss);
        writer.Scalar(RunTags.GradientNorm, Step, Latest.GradientNorm);
        if (_trainer.Optimizer.LearningRate is { } rate)
        {
            writer.Scalar(RunTags.LearningRate, Step, rate.At(Math.Max(1, Step)));
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Part("trainer", _trainer); // with the models
        to.Write<float>("latest", [Latest.Loss, Latest.GradientNorm]);
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        from.Part("trainer", _trainer);
        if (Updates / _batches.Count >= int.MaxValue)
        {
            throw from.Mismatch("trainer", $"fewer than {int.MaxValue} epochs of {_batches.Count} updates", $"{Updates} updates");
        }

        float[] latest = new float[2];
        from.Read<float>("latest", latest);
        Latest = new(latest[0], latest[1]);
    }
}
