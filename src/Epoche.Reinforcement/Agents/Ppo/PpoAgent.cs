namespace Epoche;

/// <summary>
/// Proximal policy optimization (Schulman et al. 2017, arXiv:1707.06347), for discrete actions, masked ones too, and continuous ones: acts
/// by drawing from its policy, and learns from each rollout for some epochs, no ratio of new to old probability counting beyond its clip
/// range. A network with memory (<see cref="PolicyNetworkOptions.Memory"/>) carries its state from step to step, and then learns from whole
/// sequences. In steady state a step allocates nothing; the same options and seed give the same weights, bit for bit.
/// </summary>
/// <example><code>
/// PpoAgent agent = new(env.Spec, new() { Steps = 32, BatchSize = 64, Epochs = 8, Discount = 0.98f, Lambda = 0.8f });
/// foreach (TrainingReport r in agent.Train(env, steps: 100_000))
///     if (r.MeanReturn >= 475) break;
/// </code></example>
public sealed class PpoAgent : Agent
{
    private readonly PpoOptions _options;
    private readonly ActorCritic _network;
    private readonly OnPolicyActor _actor;
    private readonly Trainer _trainer;
    private readonly PolicyMeasures _measures = new();
    private readonly PpoObjective _terms;
    private readonly Objective<RolloutBatch> _objective;
    private RolloutBatch? _batch;
    private int[] _order = []; // of rows; of environments where sequences are learned from
    private int _perBatch;
    private Rng _shuffling;

    /// <summary>Builds the network.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">Options are out of range, or the network does not fit the environment.</exception>
    public PpoAgent(EnvironmentSpec spec, PpoOptions options)
        : base(spec, options)
    {
        _options = options;
        _network = new(
            spec, options.Network, nameof(PpoOptions.Network), options.NormalizeObservations, options.ScaleRewards, options.Seed,
            remembers: true);
        if (_network.Memory is not null && options.BatchSize % options.Steps != 0)
        {
            throw new ArgumentException(
                $"BatchSize is {options.BatchSize}; expected a multiple of Steps ({options.Steps}): a network with memory learns from "
                + "whole sequences, all steps of some environments.",
                nameof(PpoOptions.BatchSize));
        }

        _actor = new(spec, _network, options.Steps, options.Discount, options.ScaleRewards, options.Seed);
        _trainer = new(
            new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed },
            _network.Model.Parameters);
        _shuffling = Rng.Stream(options.Seed, "minibatches");
        _terms = new(_network, options);
        _objective = batch => _terms.Of(batch, options.Clip.At(Updates + 1), _actor.Deviation);
    }

    /// <inheritdoc/>
    public override Model Model => _network.Model;

    /// <inheritdoc/>
    public override long Updates => _trainer.StepCount;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Normalization> Normalizations => _network.Normalizations;

    /// <inheritdoc/>
    protected internal override bool LearnsAsItActed => true;

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) =>
        _network.Memory is null ? new HeadPolicy(model, _network.Head) : new RecurrentPolicy(model, Spec.Actions, _network.Head);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments)
    {
        _actor.Allocate(environments);
        if (environments > 0)
        {
            _order = new int[_network.Memory is null ? _actor.Rollout.Count : environments];
            _perBatch = _network.Memory is null ? _options.BatchSize : _options.BatchSize / _options.Steps;
            _batch = new(_actor.Rollout, Math.Min(_options.BatchSize, _actor.Rollout.Count));
        }
    }

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations) => _actor.Begin();

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step) => _actor.Act(observations, actions);

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at) => _actor.Observe(result);

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at) => _actor.Rollout.IsFull ? 1 : 0;

    /// <summary>Learns from a whole rollout: all epochs, each in batches of a new random order.</summary>
    protected internal override void Learn()
    {
        _actor.Finish(_options.Lambda, _options.ValueLambda);
        _measures.Begin(_actor.Rollout);
        try
        {
            bool isNear = true; // the policy, to the one that acted
            for (int epoch = 0; epoch < _options.Epochs && isNear; epoch++)
            {
                _shuffling.Permutation(_order);
                for (int start = 0; start < _order.Length && isNear; start += _perBatch)
                {
                    StepReport step = _trainer.Step(_objective, Batch(start));
                    _measures.Add(_terms.Terms, step);
                    isNear = !(_terms.Terms.ApproximateKl > 1.5 * _options.TargetKl);
                }
            }
        }
        finally
        {
            _actor.Rollout.Clear();
        }
    }

    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _measures.Report(writer, step);
        writer.Scalar(RunTags.ApproximateKl, step, _measures.ApproximateKl);
        writer.Scalar(RunTags.ClipFraction, step, _measures.ClipFraction);
        writer.Scalar(RunTags.ClipRange, step, _options.Clip.At(Math.Max(1, Updates)));
        _trainer.ReportLearningRate(writer, step);
    }

    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        to.Part("trainer", _trainer);
        to.Part("actor", _actor);
        to.Part("measures", _measures);
        to.Write("shuffling", _shuffling);
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        from.Part("trainer", _trainer);
        from.Part("actor", _actor);
        from.Part("measures", _measures);
        _shuffling = from.Random("shuffling");
    }

    /// <summary>The next rows of a random order of all steps, or of all environments.</summary>
    private RolloutBatch Batch(int start)
    {
        ReadOnlySpan<int> next = _order.AsSpan(start, Math.Min(_perBatch, _order.Length - start));
        if (_network.Memory is null)
        {
            _batch!.Fill(next);
        }
        else
        {
            _batch!.FillSequences(next, _actor.FirstStates, _network.StateSize);
        }

        if (_options.NormalizeAdvantages)
        {
            _batch.NormalizeAdvantages();
        }

        return _batch;
    }
}
