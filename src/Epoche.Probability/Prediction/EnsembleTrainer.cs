using System.Diagnostics;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>
/// Trains the members of an ensemble together: a step is one update of each, on a batch of its own. Orders of batches, augmentation and
/// dropout come from a seed of the member, so
/// a member does not depend on how many others there are. Saved and loaded between two steps it goes on bit for bit.
/// </summary>
/// <example>
/// <code>
/// EnsembleTrainer trainer = new(ensemble, data, new() { Optimizer = new Adam(1e-3f), Epochs = 5, Seed = 1 }, new() { Size = 128 });
/// foreach (EpochReport epoch in trainer.Run()) { … } // or a TrainingLoop over it, for limits, evaluations, checkpoints
/// </code>
/// </example>
public sealed class EnsembleTrainer : ITraining
{
    private readonly Member[] _members;
    private readonly TrainerOptions _options;
    private readonly ScopedSlab[] _weights;

    /// <summary>Makes a trainer, an optimizer and an order of batches for each member.</summary>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="data">The examples.</param>
    /// <param name="training">How each member is trained; of its seed each member's comes.</param>
    /// <param name="batches">How the examples are cut into batches; likewise.</param>
    /// <param name="loss">From a network's outputs and targets to one number an example, or one for the batch; members call it at the same
    /// time. Default <c>Ops.SoftmaxCrossEntropy</c>.</param>
    /// <exception cref="ArgumentException">The examples do not fit the network, or an option is out of range.</exception>
    public EnsembleTrainer(
        DeepEnsemble ensemble, Dataset data, TrainerOptions training, BatchOptions batches, Func<Tensor, Tensor, Tensor>? loss = null)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(batches);
        if (data.InputShape != ensemble.InputShape)
        {
            throw new ArgumentException(
                $"The networks take inputs {ensemble.InputShape}; the examples have {data.InputShape}.", nameof(data));
        }

        (Ensemble, _options) = (ensemble, training);
        _members = [.. ensemble.Members.Select(
            (network, i) => new Member(network, data, Own(training, i), Own(batches, i), loss ?? SoftmaxCrossEntropy))];
        _weights = [.. ensemble.Members.Select((network, i) => new ScopedSlab($"member_{i}/", network.Parameters))];
    }

    /// <summary>What it trains.</summary>
    public DeepEnsemble Ensemble { get; }

    /// <summary>Steps so far.</summary>
    public long StepCount => _members[0].Trainer.StepCount;

    /// <summary>Steps in which every member sees every example once.</summary>
    public int StepsPerEpoch => _members[0].Batches.Count;

    long ITraining.Step => StepCount;

    /// <inheritdoc/>
    public long Updates => StepCount;

    /// <inheritdoc/>
    public int Epochs => (int)(StepCount / StepsPerEpoch);

    /// <inheritdoc/>
    public IReadOnlyList<ScopedSlab> Weights => _weights;

    /// <summary>The last step, as the means over the members; NaN before the first.</summary>
    public StepReport Latest { get; private set; } = new(float.NaN, float.NaN);

    /// <inheritdoc/>
    public int StateVersion => 2;

    /// <inheritdoc/>
    /// <remarks>The number of steps says where the data stand, in an order that must be the same.</remarks>
    public string StateKind => $"{nameof(EnsembleTrainer)} on {_members[0].Batches.StateKind}";

    /// <summary>One update of each member.</summary>
    /// <returns>The means over the members.</returns>
    /// <exception cref="NonFiniteException">The loss or a gradient of a member is NaN or infinite; other members may have made the step, so
    /// a training goes on from a saved state only.</exception>
    public StepReport Step()
    {
        // A thread for a member wastes less than threads for a kernel: 4 small convolutional networks in 29 ms instead of 37 on two cores.
        // The one that would be left over has all threads.
        int threads = Workers.Count, together = threads > 1 && _members.Length % threads == 1 ? _members.Length - 1 : _members.Length;
        Workers.For(together, new MemberSteps(_members));
        if (together < _members.Length)
        {
            _members[together].Step();
        }

        float loss = 0, norm = 0;
        foreach (Member member in _members)
        {
            loss += member.Latest.Loss;
            norm += member.Latest.GradientNorm;
        }

        // batches are cut alike for all
        return Latest = new StepReport(loss / _members.Length, norm / _members.Length) { Weight = _members[0].Latest.Weight };
    }

    void ITraining.Advance() => Step();

    /// <summary>
    /// Exchanges the weights that learn for the averages that <see cref="TrainerOptions.Averaging"/> asks for, and back; see
    /// <see cref="Trainer.SwapAverage()"/>.
    /// </summary>
    public void SwapAverage()
    {
        foreach (Member member in _members)
        {
            member.SwapAverage();
        }
    }

    /// <summary>Puts the averages in the place of the weights for good; see <see cref="Trainer.KeepAverage"/>.</summary>
    public void KeepAverage()
    {
        SwapAverage();
        foreach (Member member in _members)
        {
            member.Trainer.KeepAverage();
        }
    }

    /// <inheritdoc/>
    public void Report(IRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Scalar(RunTags.TrainLoss, StepCount, Latest.Loss);
        writer.Scalar(RunTags.GradientNorm, StepCount, Latest.GradientNorm);
        if (_members[0].Trainer.Optimizer.LearningRate is { } rate)
        {
            writer.Scalar(RunTags.LearningRate, StepCount, rate.At(Math.Max(1, StepCount)));
        }
    }

    /// <summary>
    /// Steps until <see cref="TrainerOptions.Epochs"/> passes over the data are made, those before a saved state included, and reports
    /// after each; <c>break</c> stops. With <see cref="TrainerOptions.Averaging"/> the averaged weights are in place wherever the caller
    /// is, and at the end.
    /// </summary>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="NonFiniteException">See <see cref="Step"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IEnumerable<EpochReport> Run(CancellationToken cancellation = default)
    {
        EpochMeans means = new();
        TrainingLoop loop = new(this, new() { Epochs = _options.Epochs, ReportEvery = long.MaxValue, Observers = [means] });
        foreach (LoopReport report in AveragedRun.Of(loop, KeepAverage, cancellation))
        {
            yield return means.Report(report.Epochs);
            means.Begin();
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("members", _members.Length);
        to.Write("steps_per_epoch", StepsPerEpoch);
        to.Write<double>("latest", [Latest.Loss, Latest.GradientNorm, Latest.Weight]);
        for (int i = 0; i < _members.Length; i++)
        {
            to.Part($"member_{i}", _members[i].Trainer);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        if ((from.Int32("members"), from.Int32("steps_per_epoch")) is var found && found != (_members.Length, StepsPerEpoch))
        {
            throw from.Mismatch(
                "members",
                $"{_members.Length} members, {StepsPerEpoch} steps in an epoch",
                $"{found.Item1} and {found.Item2}; the ensemble, the data or the size of a batch are others");
        }

        double[] latest = [float.NaN, float.NaN, 1];
        if (from.Has("latest")) // from version 2 on
        {
            from.Read<double>("latest", latest);
        }

        Latest = new StepReport((float)latest[0], (float)latest[1]) { Weight = latest[2] };
        for (int i = 0; i < _members.Length; i++)
        {
            from.Part($"member_{i}", _members[i].Trainer);
            long made = _members[i].Trainer.StepCount;
            if (made != StepCount || made / StepsPerEpoch >= int.MaxValue)
            {
                throw from.Mismatch(
                    $"member_{i}", $"the {StepCount} updates of the first member, and fewer than {int.MaxValue} epochs", $"{made} updates");
            }
        }
    }

    private static TrainerOptions Own(TrainerOptions options, int member) =>
        options with { Seed = DeepEnsemble.SeedOf(options.Seed, member) };

    private static BatchOptions Own(BatchOptions options, int member) => options with { Seed = DeepEnsemble.SeedOf(options.Seed, member) };

    private sealed class Member
    {
        private readonly Objective<Batch> _objective;

        internal Member(Sequential network, Dataset data, TrainerOptions training, BatchOptions batches, Func<Tensor, Tensor, Tensor> loss)
        {
            Trainer = new Trainer(training, network.Parameters);
            Batches = new Batches(data, batches);
            _objective = batch =>
            {
                Tensor losses = ModelEvaluation.Losses(loss, network.Call(batch.Inputs), batch.Targets);
                return batch.Mean(losses);
            };
        }

        internal Trainer Trainer { get; }

        internal Batches Batches { get; }

        internal StepReport Latest { get; private set; }

        // the number of steps says where the data stand
        internal void Step() => Latest = Trainer.Step(_objective, Batches.At(Trainer.StepCount));

        internal void SwapAverage() => Trainer.SwapAverage(Batches, _objective);
    }

    /// <summary>The means over an epoch.</summary>
    private sealed class EpochMeans : LoopObserver
    {
        private double _loss, _weight, _norm;
        private long _steps, _begun = Stopwatch.GetTimestamp();

        public override void OnStep(TrainingLoop loop)
        {
            StepReport step = ((EnsembleTrainer)loop.Training).Latest;
            _loss += step.Loss * step.Weight;
            _weight += step.Weight;
            _norm += step.GradientNorm;
            _steps++;
        }

        public EpochReport Report(int epoch) =>
            new(epoch, (float)(_loss / _weight), (float)(_norm / _steps), _steps, Stopwatch.GetElapsedTime(_begun).TotalSeconds);

        public void Begin() => (_loss, _weight, _norm, _steps, _begun) = (0, 0, 0, 0, Stopwatch.GetTimestamp());
    }

    private readonly struct MemberSteps(Member[] members) : IParallelBody
    {
        public void Run(int part) => members[part].Step();
    }
}
