namespace Epoche;

/// <summary>
/// Advantage actor-critic, the synchronous form of A3C (Mnih et al. 2016, arXiv:1602.01783): acts by drawing from its policy in many
/// environments side by side, and makes one update of each short rollout. In steady state a step allocates nothing; the same options and
/// seed give the same weights, bit for bit.
/// </summary>
/// <example><code>
/// A2cAgent agent = new(env.Spec, new());
/// foreach (TrainingReport r in agent.Train(env, steps: 500_000))
///     if (r.MeanReturn >= 475) break;
/// </code></example>
public sealed class A2cAgent : Agent
{
    private readonly A2cOptions _options;
    private readonly ActorCritic _network;
    private readonly OnPolicyActor _actor;
    private readonly Trainer _trainer;
    private readonly PolicyMeasures _measures = new();
    private readonly A2cObjective _terms;
    private readonly Objective<RolloutBatch> _objective;
    private RolloutBatch? _batch;
    private int[] _rows = [];

    /// <summary>Builds the network.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">Options are out of range, or the network does not fit the environment.</exception>
    public A2cAgent(EnvironmentSpec spec, A2cOptions options)
        : base(spec, options)
    {
        _options = options;
        _network = new(
            spec, options.Network, nameof(A2cOptions.Network), options.NormalizeObservations, options.ScaleRewards, options.Seed);
        _actor = new(spec, _network, options.Steps, options.Discount, options.ScaleRewards, options.Seed);
        _trainer = new(
            new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed },
            _network.Model.Parameters);
        _terms = new(_network, options);
        _objective = batch => _terms.Of(batch, _actor.Deviation);
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
    public override IPolicy PolicyOf(Model model) => new HeadPolicy(model, _network.Head);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments)
    {
        _actor.Allocate(environments);
        if (environments > 0)
        {
            _rows = [.. Enumerable.Range(0, _actor.Rollout.Count)];
            _batch = new(_actor.Rollout, _rows.Length);
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

    /// <inheritdoc/>
    protected internal override void Learn()
    {
        _actor.Finish(_options.Lambda);
        _measures.Begin(_actor.Rollout);
        _batch!.Fill(_rows);
        _actor.Rollout.Clear();
        if (_options.NormalizeAdvantages)
        {
            _batch.NormalizeAdvantages();
        }

        StepReport step = _trainer.Step(_objective, _batch);
        _measures.Add(_terms.Terms, step);
    }

    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _measures.Report(writer, step);
        _trainer.ReportLearningRate(writer, step);
    }

    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        to.Part("trainer", _trainer);
        to.Part("actor", _actor);
        to.Part("measures", _measures);
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        from.Part("trainer", _trainer);
        from.Part("actor", _actor);
        from.Part("measures", _measures);
    }
}
