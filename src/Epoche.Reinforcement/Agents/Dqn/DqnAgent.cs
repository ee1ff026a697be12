namespace Epoche;

/// <summary>
/// Deep Q-learning (Mnih et al. 2015) with its variants as options: double Q-learning, n-step returns, Polyak targets. In steady state a
/// step (acting, remembering and learning included) allocates nothing; the same options and seed give the same weights, bit for bit.
/// </summary>
/// <example><code>
/// DqnAgent agent = new(
///     env.Spec, new() { Network = spec => [new Dense(64, Relu), new Dense(spec.Actions.Count)], TargetEverySteps = 500 });
/// foreach (TrainingReport r in agent.Train(env, steps: 50_000))
///     if (r.MeanReturn >= 475) break;
/// </code></example>
public sealed partial class DqnAgent : Agent
{
    private readonly DqnOptions _options;
    private readonly Model _online;
    private readonly TargetNetwork _target;
    private readonly Trainer _trainer;
    private readonly TransitionBatch _batch;
    private readonly Objective<TransitionBatch> _objective;
    private readonly StepArena _arena = new();
    private ReplayBuffer? _replay;
    private Rng _exploration, _sampling;
    private StepReport _last = new(float.NaN, float.NaN);

    /// <summary>Builds the networks.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">
    /// Options are out of range, contradict each other or do not fit the environment, or the network does not.
    /// </exception>
    public DqnAgent(EnvironmentSpec spec, DqnOptions options)
        : base(spec, options)
    {
        _options = options;
        _online = NetworkBuilding.Of(options.Network, nameof(DqnOptions.Network), spec, options.NormalizeObservations, options.Seed);
        _target = new(_online, options.TargetEverySteps, options.TargetEveryUpdates, options.TargetTau);
        _trainer = new(
            new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed },
            _online.Parameters);
        _batch = new(spec, options.BatchSize);
        _objective = b => DqnObjective.Loss(_online, _target.Model, b.AsTensors(), options.DoubleQ, options.HuberDelta);
        (_exploration, _sampling) = (Rng.Stream(options.Seed, "exploration"), Rng.Stream(options.Seed, "replay"));
        Normalizations = options.NormalizeObservations ? [(Normalization)_online.Layers[0], (Normalization)_target.Model.Layers[0]] : [];
    }

    /// <inheritdoc/>
    public override Model Model => _online;

    /// <summary>The network that values what follows.</summary>
    public Model TargetNetwork => _target.Model;

    /// <inheritdoc/>
    public override long Updates => _trainer.StepCount;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Normalization> Normalizations { get; }

    /// <inheritdoc/>
    public override GreedyPolicy PolicyOf(Model model) => new(model);

    /// <summary>Plays by <see cref="Agent.Best"/>, without exploring. A later, better model needs a new one.</summary>
    public GreedyPolicy Greedy() => new(Best);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments) =>
        _replay = environments > 0 ? new(Spec, environments, _options.Replay, _options.Discount) : null;

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations) => _replay!.Begin(observations);

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        if (EpsilonGreedy.Explore(Epsilon(step), Spec.Actions.Count, ref _exploration, actions.Indices))
        {
            using (_arena.Step())
            using (Tape.Pause())
            {
                Tensor q = _online.Call(Tensor.Wrap(observations, Spec.Observation.Prepend(actions.Indices.Length)));
                EpsilonGreedy.Exploit(q.Values, Spec.Actions.Count, actions.Indices);
            }
        }
    }

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
        _replay!.Add(actions, result);
        _target.Stepped(at);
    }

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at) =>
        at.Now >= _options.WarmUpSteps && _replay!.Count > 0 ? at.Passed(_options.TrainEverySteps) : 0;

    /// <inheritdoc/>
    protected internal override void Learn()
    {
        for (int i = 0; i < _options.UpdatesPerTraining; i++)
        {
            _replay!.Sample(ref _sampling, _batch);
            _last = _trainer.Step(_objective, _batch);
            _target.Updated(Updates);
        }
    }

    private float Epsilon(long step) => step < _options.WarmUpSteps ? 1 : _options.Epsilon.At(step);
}
