namespace Epoche;

/// <summary>Minimizes an objective over the batches of a data set, pass after pass: one update a step. The number of updates says where the data stand, so they have no other state.</summary>
/// <param name="trainer">What updates the weights.</param>
/// <param name="batches">The batches.</param>
/// <param name="objective">From a batch to a loss of one element.</param>
public sealed class SupervisedTraining(Trainer trainer, Batches batches, Objective<Batch> objective) : ITraining
{
    /// <inheritdoc/>
    public long Step => trainer.StepCount;

    /// <inheritdoc/>
    public long Updates => trainer.StepCount;

    /// <inheritdoc/>
    public int Epochs => (int)(trainer.StepCount / batches.Count);

    /// <inheritdoc/>
    public IReadOnlyList<ScopedSlab> Weights => trainer.Weights;

    /// <summary>The last update.</summary>
    public StepReport Latest { get; private set; } = new(float.NaN, float.NaN);

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    /// <remarks>The number of updates says where the data stand, in an order that must be the same.</remarks>
    public string StateKind => $"{nameof(SupervisedTraining)} on {batches.StateKind}";

    /// <inheritdoc/>
    public void Advance() => Latest = trainer.Step(objective, batches.At(Step));

    /// <inheritdoc/>
    public void Report(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Scalar(RunTags.TrainLoss, Step, Latest.Loss);
        writer.Scalar(RunTags.GradientNorm, Step, Latest.GradientNorm);
        if (trainer.Optimizer.LearningRate is { } rate)
        {
            writer.Scalar(RunTags.LearningRate, Step, rate.At(Math.Max(1, Step)));
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Part("trainer", trainer); // with the models
        to.Write<float>("latest", [Latest.Loss, Latest.GradientNorm]);
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        from.Part("trainer", trainer);
        float[] latest = new float[2];
        from.Read<float>("latest", latest);
        Latest = new(latest[0], latest[1]);
    }
}
