using Epoche.Kernels;

namespace Epoche;

/// <summary>What a training minimizes: from a batch to a loss of one element.</summary>
public delegate Tensor Objective<in TBatch>(TBatch batch)
    where TBatch : allows ref struct;

/// <summary>How to train.</summary>
public sealed record TrainerOptions
{
    /// <summary>A pattern of the optimizer; the trainer takes a fresh one like it.</summary>
    public required Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); }

    /// <summary>
    /// Parameters, by their names, that have another learning rate or weight decay than the optimizer says, or are frozen. Default: none.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init => field = Elements.Of(value); } = [];

    /// <summary>Passes over the data in <see cref="Trainer.Run"/>, 1 or more. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>
    /// The largest norm of the whole gradient; a longer one is scaled down to it, whatever finite numbers it has. Default: none.
    /// </summary>
    public float? ClipNorm { get; init; }

    /// <summary>The largest magnitude of each gradient element, applied before <see cref="ClipNorm"/>. Default: none.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Decides what layers such as dropout draw.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Averages the weights over the updates; what is evaluated, kept, saved and returned is then the average. Default: none, the weights
    /// are those of the last update.
    /// </summary>
    public WeightAveraging? Averaging { get; init; }

    /// <summary>Adds up gradients over several trainers. Default: this one is alone.</summary>
    public IGradientExchange? Exchange { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(TrainerOptions), PrintMembers);
}

/// <summary>What one update did.</summary>
/// <param name="Loss">The objective, before the update.</param>
/// <param name="GradientNorm">The norm of the whole gradient, before clipping by norm; the largest float where it is larger still.</param>
public readonly record struct StepReport(float Loss, float GradientNorm)
{
    /// <summary>
    /// What the update counts in a mean over several: its examples, or the weights of their classes; 1 where its batch does not say.
    /// </summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(StepReport), PrintMembers);
}

/// <summary>
/// Minimizes any objective over the parameters of one or several models: opens an arena step, computes the objective, walks the tape back,
/// clips, and lets the optimizer update the slabs. Supervised fitting, DQN and variational inference are objectives; there is one trainer.
/// A parameter that the loss of an update does not depend on, such as all of a model that took no part, is left as it is: neither momentum
/// nor decay moves it, and what the optimizer keeps of it stays.
/// </summary>
public sealed partial class Trainer
{
    private readonly TrainerOptions _options;
    private readonly ParameterSlab[] _parameters;
    private readonly StepArena _arena = new();
    private readonly SoleUse _use = new(
        "trainer", "Give each thread a trainer and a model of its own (model.Clone()), or let them take turns: lock (trainer).",
        nests: true);

    private Rng _random;
    private int _accumulated;
    // What the batch counts and what counts 1, set by objectives that know better than the batch does.
    private double? _knownWeight, _knownUnit;
    // What the latest batch counts in means, and what counts 1 in an update: the first batch, so that batches of one
    // size leave gradients as they are.
    private double _weight, _unit;
    private float _shares; // what all gathered batches count in the update

    /// <summary>Makes a trainer of the given slabs; frozen slabs and buffers stay as they are.</summary>
    /// <exception cref="ArgumentException">
    /// No slab is given, or one twice, or an option is out of range, or a group matches no parameter or is beyond the optimizer.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The <see cref="Optimizer.Fresh"/> of a custom optimizer gives nothing, or one that trains already.
    /// </exception>
    public Trainer(TrainerOptions options, params ParameterSlab[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Elements.RequireNoNull(parameters, nameof(parameters));
        ArgumentNullException.ThrowIfNull(options);
        if (parameters.Length == 0)
        {
            throw new ArgumentException(
                "A trainer needs the parameters of one model at least, such as model.Parameters.", nameof(parameters));
        }

        if (parameters.Distinct(ReferenceEqualityComparer.Instance).Count() < parameters.Length)
        {
            throw new ArgumentException(
                "The parameters of a model are given twice: they would be updated twice in each step. Give those of each model once.",
                nameof(parameters));
        }

        CountChecks.AtLeast(1, options.Epochs);
        Require.Positive(options.ClipNorm ?? 1, "largest gradient norm");
        Require.Positive(options.ClipValue ?? 1, "largest gradient element");
        _options = options;
        _parameters = parameters;
        Weights = [.. parameters.Select((slab, i) => new ScopedSlab(parameters.Length == 1 ? "" : $"model_{i}/", slab))];
        Optimizer = options.Optimizer.Take();
        ParameterGroups.Apply(options.Groups, Weights, Optimizer);
        _average = options.Averaging is { } averaging ? new AveragedWeights(averaging, parameters) : null;
        _random = Rng.Stream(options.Seed, "dropout");
    }

    /// <summary>The optimizer with its state.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>What it trains.</summary>
    public IReadOnlyList<ParameterSlab> Parameters => _parameters;

    /// <summary>Updates so far.</summary>
    public long StepCount => Optimizer.StepCount;

    /// <summary>The same as a loop takes it.</summary>
    internal IReadOnlyList<ScopedSlab> Weights { get; }

    /// <summary>What the latest batch counts in means.</summary>
    internal double LatestWeight => _weight;

    /// <summary>One update.</summary>
    /// <exception cref="NonFiniteException">
    /// The loss or a gradient is NaN or infinite, or a parameter would be; the parameters are as before the step.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The loss has several elements, or depends on no parameter, or lets every output meet every target of a <see cref="Batch"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">A call of another thread has not ended yet.</exception>
    public StepReport Step<TBatch>(Objective<TBatch> objective, TBatch batch)
        where TBatch : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(objective);
        using SoleUse.Scope use = _use.Enter();
        RequireNothingGathered();
        float loss = Accumulate(objective, batch);
        return new StepReport(loss, Update()) { Weight = _weight };
    }

    /// <summary>
    /// Adds the gradient of a batch to those gathered since the last update; <see cref="Update"/> then steps along their mean, so that
    /// several small batches make a large one that would not fit into memory. Each counts by its examples: the first axis of a
    /// <see cref="Batch"/> or of a <see cref="Tensor"/>, or what a class says as an <see cref="IExampleBatch"/>. Other batches count alike.
    /// </summary>
    /// <param name="objective">From the batch to a loss of one element, the mean over its examples.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="weight">What it counts beside the other batches of the update, above 0. Default: its examples.</param>
    /// <returns>The objective.</returns>
    /// <exception cref="NonFiniteException">
    /// The loss is NaN or infinite; the batch is left out. Where the objective had taken a gradient itself before, all that is gathered is
    /// forgotten, as after any exception then.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The loss has several elements, or depends on no parameter, or lets every output meet every target of a <see cref="Batch"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">A call of another thread has not ended yet.</exception>
    public float Accumulate<TBatch>(Objective<TBatch> objective, TBatch batch, double? weight = null)
        where TBatch : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(objective);
        using SoleUse.Scope use = _use.Enter();
        RequireLearning();
        if (_accumulated == 0)
        {
            ForgetGathered();
        }

        float loss, share;
        int gathered = _accumulated;
        (_knownWeight, _knownUnit) = (null, null);
        try
        {
            using (_arena.TrainingStep(_random))
            using (Examples.Watch(batch))
            {
                Tensor result = objective(batch);
                loss = result.Count == 1 ? result.Item() : throw new ArgumentException(
                    $"An objective gives one element, such as a mean; this one gave {result.Shape}.", nameof(objective));
                _weight = _knownWeight ?? weight ?? Examples.In(batch) ?? 1;
                // What counts 1 must be the same for all who take part.
                _unit = _accumulated > 0 ? _unit : _options.Exchange is null ? _knownUnit ?? _weight : 1;
                share = (float)(_weight / _unit);
                if (!float.IsFinite(loss))
                {
                    throw new NonFiniteException(StepCount + 1, _arena.Tape.FirstNonFinite() ?? "the loss itself", loss);
                }

                Tape.Backward(share == 1 ? result : result * share);
                gathered++;
            }
        }
        catch when (_options.Exchange is not null)
        {
            gathered = 0;
            TellFailure(_options.Exchange);
            throw;
        }
        finally
        {
            // Half of a batch's gradient may be among the others'.
            _accumulated = gathered > _accumulated || !_arena.Tape.IsWalked ? gathered : 0;
        }

        _random = _arena.RandomState;
        _shares += share;
        return loss;
    }

    /// <summary>
    /// One update along the mean of the gradients that <see cref="Accumulate"/> has gathered. With an <see cref="TrainerOptions.Exchange"/>
    /// it is the mean over all who take part, of whom some may have gathered nothing.
    /// </summary>
    /// <returns>The norm of the whole gradient, before clipping by norm.</returns>
    /// <exception cref="InvalidOperationException">
    /// Nothing is gathered, by nobody; or a call of another thread has not ended yet.
    /// </exception>
    /// <exception cref="NonFiniteException">
    /// A gradient is NaN or infinite, or a parameter would be, or another participant of the exchange failed; the parameters are as before.
    /// </exception>
    public float Update()
    {
        using SoleUse.Scope use = _use.Enter();
        RequireLearning();
        if (_options.Exchange is { } exchange)
        {
            SumWithOthers(exchange);
        }

        if (_shares == 0 || (_accumulated == 0 && _options.Exchange is null))
        {
            throw new InvalidOperationException("No gradient is gathered; call Accumulate before Update, or Step for both.");
        }

        if (_shares != 1)
        {
            TakeMean();
        }

        _accumulated = 0;
        (float norm, double largest) = Clip();
        Optimizer.Apply(_parameters, largest);
        _average?.Take(StepCount);
        return norm;
    }

    private void ForgetGathered()
    {
        _shares = 0;
        foreach (ParameterSlab slab in _parameters)
        {
            slab.ZeroGradients();
        }
    }

    private void RequireNothingGathered()
    {
        if (_accumulated > 0)
        {
            throw new InvalidOperationException($"{_accumulated} batches are accumulated; call Update before the next Step.");
        }
    }

    private void TakeMean()
    {
        foreach (ParameterSlab slab in _parameters)
        {
            Elementwise.Scale(1f / _shares, slab.Gradients);
        }
    }
}
