namespace Epoche;

/// <summary>
/// Deep Q-learning (Mnih et al. 2015) with its variants as options: double Q-learning, n-step returns, replay by priority, Polyak targets,
/// Munchausen and Boltzmann; dueling, noisy and distributional networks by their layers; all of them together are Rainbow. In steady state
/// a step (acting, remembering and learning included) allocates nothing; the same options and seed give the same weights, bit for bit.
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
    private readonly ValueDistribution? _distribution;
    private readonly bool _isNoisy;
    private readonly float[] _errors;
    private readonly StepArena _arena = new();
    private ReplayBuffer? _replay;
    private Rng _exploration, _sampling, _noise;
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
        _errors = new float[options.BatchSize];
        _objective = Objective;
        _distribution = DistributionOf(_online, options);
        _isNoisy = _online.Layers.Any(layer => layer is NoisyDense);
        (_exploration, _sampling) = (Rng.Stream(options.Seed, "exploration"), Rng.Stream(options.Seed, "replay"));
        _noise = Rng.Stream(options.Seed, "noise");
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
    protected internal override void Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed) =>
        _replay!.Begin(observations, allowed);

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        int count = Spec.Actions.Count;
        if (!EpsilonGreedy.Explore(Epsilon(step), count, ref _exploration, actions.Indices, actions.Allowed))
        {
            return;
        }

        using (_isNoisy ? _arena.Step(_noise) : _arena.Step())
        using (Tape.Pause())
        {
            Tensor q = _online.Call(Tensor.Wrap(observations, Spec.Observation.Prepend(actions.Indices.Length)));
            if (_options.Temperature is { } temperature)
            {
                Boltzmann.Draw(q.Values, count, temperature.At(step), ref _exploration, actions.Indices, actions.Allowed);
            }
            else
            {
                EpsilonGreedy.Exploit(q.Values, count, actions.Indices, actions.Allowed);
            }
        }

        _noise = _isNoisy ? _arena.RandomState : _noise;
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
            _replay!.Sample(ref _sampling, _batch, Updates + 1);
            _last = _trainer.Step(_objective, _batch);
            _replay.UpdatePriorities(_batch, _errors);
            _target.Updated(Updates);
        }
    }

    /// <summary>The mean over the batch, each transition with its weight; remembers the errors.</summary>
    private Tensor Objective(TransitionBatch batch)
    {
        TransitionLosses found = Losses(batch.AsTensors());
        if (_options.Replay.Priorities is null)
        {
            return found.Losses.Mean();
        }

        found.Errors.Values.CopyTo(_errors);
        return (found.Losses * Tensor.Wrap(batch.Weights, [batch.Size])).Mean();
    }

    private TransitionLosses Losses(in Transitions t) => _distribution switch
    {
        CategoricalValues values => DistributionObjective.Categorical(_online, _target.Model, t, values, _options.DoubleQ),
        QuantileValues values => DistributionObjective.Quantile(
            _online, _target.Model, t, values, _options.DoubleQ, _options.HuberDelta!.Value),
        _ when _options.Munchausen is { } munchausen => DqnObjective.MunchausenLosses(
            _online, _target.Model, t, munchausen, _options.HuberDelta),
        _ => DqnObjective.Losses(_online, _target.Model, t, _options.DoubleQ, _options.HuberDelta),
    };

    /// <summary>The layer that makes values of distributions: the last one, where there is one.</summary>
    private static ValueDistribution? DistributionOf(Model network, DqnOptions options)
    {
        ValueDistribution? values = network.Layers.OfType<ValueDistribution>().LastOrDefault();
        return (values, options) switch
        {
            (not null, { Munchausen: not null }) => throw new ArgumentException(
                $"Munchausen goes with values, and the network gives distributions ({values.Kind}). Leave one of them out.",
                nameof(DqnOptions.Munchausen)),
            (QuantileValues, { HuberDelta: null }) => throw new ArgumentException(
                "HuberDelta is null; expected κ, above 0, for a network that gives quantiles (quantile-values).",
                nameof(DqnOptions.HuberDelta)),
            _ => values,
        };
    }

    private float Epsilon(long step) => step < _options.WarmUpSteps ? 1 : _options.Epsilon.At(step);
}
