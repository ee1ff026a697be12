namespace Epoche;

/// <summary>
/// Variational inference as something that a <see cref="TrainingLoop"/> runs, with limits, evaluations, checkpoints and resume: one update
/// a step.
/// </summary>
/// <typeparam name="TData">What a step is given: all data, or a batch.</typeparam>
/// <example>
/// <code>
/// Batches batches = new(data, new() { Size = 100, Seed = 1 });
/// TrainingLoop loop = new(new SviTraining&lt;Batch&gt;(svi, batches.At, batches.Count), new() { Epochs = 20, Checkpoints = checkpoints });
/// foreach (LoopReport report in loop.Run()) { … } // report["svi/elbo"]
/// </code>
/// </example>
public sealed class SviTraining<TData> : ITraining
{
    private readonly Svi<TData> _svi;
    private readonly Func<long, TData> _data;
    private readonly int? _stepsPerEpoch;
    private double _loss = double.NaN;

    /// <summary>Takes an inference and what it learns from.</summary>
    /// <param name="svi">The inference.</param>
    /// <param name="data">From the number of steps made before, from 0, to the data of the next; must follow from that number alone, such
    /// as <c>batches.At</c>, or <c>_ => all</c>.</param>
    /// <param name="stepsPerEpoch">Steps in which every example is seen once, 1 or more, such as <c>batches.Count</c>. Default: the data
    /// have no epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An epoch has no steps.</exception>
    public SviTraining(Svi<TData> svi, Func<long, TData> data, int? stepsPerEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(svi);
        ArgumentNullException.ThrowIfNull(data);
        CountChecks.AtLeast(1, stepsPerEpoch ?? 1, nameof(stepsPerEpoch));
        (_svi, _data, _stepsPerEpoch) = (svi, data, stepsPerEpoch);
        Latest = new SviReport(0, double.NaN, double.NaN, float.NaN);
    }

    /// <summary>
    /// For how many examples the data of a step stand in the bound, so that <c>train/loss</c> is that of one of them. Default: none are
    /// counted, and it is that of all.
    /// </summary>
    public Func<TData, int>? Examples { get; init; }

    /// <summary>What the last step found; NaN before the first.</summary>
    public SviReport Latest { get; private set; }

    /// <inheritdoc/>
    public long Step => _svi.StepCount;

    /// <inheritdoc/>
    public long Updates => _svi.StepCount;

    /// <inheritdoc/>
    public int Epochs => _stepsPerEpoch is { } steps ? (int)(_svi.StepCount / steps) : 0;

    /// <inheritdoc/>
    /// <remarks>The parameters of the programs, then the networks that are trained along. Empty before the first step, which declares
    /// them.</remarks>
    public IReadOnlyList<ScopedSlab> Weights => _svi.Weights;

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    public string StateKind => _stepsPerEpoch is { } steps ? $"{nameof(SviTraining<>)} of {steps} steps an epoch" : nameof(SviTraining<>);

    /// <inheritdoc/>
    public void Advance()
    {
        TData data = _data(Step);
        Latest = _svi.Step(data);
        _loss = _svi.LossOf(Latest) / (Examples?.Invoke(data) ?? 1);
    }

    /// <inheritdoc/>
    /// <remarks><c>train/loss</c>, with the divergence weighted as in the next step; <c>train/gradient_norm</c>,
    /// <c>train/learning_rate</c>, and what <see cref="SviReport.Write"/> writes.</remarks>
    public void Report(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (Step == 0)
        {
            return;
        }

        writer.Scalar(RunTags.TrainLoss, Step, (float)_loss);
        writer.Scalar(RunTags.GradientNorm, Step, Latest.GradientNorm);
        if (_svi.LearningRate is { } rate)
        {
            writer.Scalar(RunTags.LearningRate, Step, rate.At(Step));
        }

        Latest.Write(writer);
    }

    /// <inheritdoc/>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        bool hasBegun = Step > 0 || to.IsSnapshot; // before the first step there are no parameters yet
        to.Write("has_begun", hasBegun);
        if (hasBegun)
        {
            to.Part("svi", _svi);
        }

        to.Write<double>("latest", [Latest.LogLikelihood, Latest.Kl, Latest.GradientNorm, _loss]);
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if (from.Boolean("has_begun"))
        {
            from.Part("svi", _svi);
        }
        else if (Step > 0)
        {
            throw from.Mismatch(
                "has_begun",
                $"an inference that has begun, as this one has, with {Step} steps",
                "one before its first step; load it into a new one");
        }

        if (_stepsPerEpoch is { } steps && Step / steps >= int.MaxValue)
        {
            throw from.Mismatch("svi", $"fewer than {int.MaxValue} epochs of {steps} steps", $"{Step} steps");
        }

        double[] latest = new double[4];
        from.Read<double>("latest", latest);
        Latest = new SviReport(Step, latest[0], latest[1], (float)latest[2]);
        _loss = latest[3];
    }
}
