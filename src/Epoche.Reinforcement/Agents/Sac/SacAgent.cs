using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Soft actor-critic (Haarnoja et al. 2018, arXiv:1812.05905): a policy that earns entropy beside rewards, two critics of which the smaller
/// value counts, and a coefficient of entropy that steers itself. Continuous actions are drawn from a squashed Gaussian; of discrete ones
/// expectations are taken (Christodoulou 2019, arXiv:1910.07207). In steady state a step allocates nothing; the same options and seed give
/// the same weights, bit for bit, with any number of threads.
/// </summary>
/// <example><code>
/// SacAgent agent = new(env.Spec, new()
/// {
///     Actor = spec => [new Dense(256, Relu), new Dense(256, Relu), new Dense(2 * spec.Actions.Count)],
///     Critic = spec => CriticNetwork.Create(spec, new()),
/// });
/// foreach (TrainingReport r in agent.Train(env, steps: 20_000))
///     Console.WriteLine(r);
/// </code></example>
public sealed class SacAgent : Agent
{
    private readonly SacOptions _options;
    private readonly ActorCriticCore _core;
    private readonly SquashedGaussianHead? _head; // null: actions are discrete
    private readonly EntropyCoefficient _alpha;
    private readonly Objective<TransitionBatch> _criticObjective, _actorObjective;
    private Rng _draws;
    private float _logDensity = float.NaN, _alphaLoss = float.NaN;

    /// <summary>Builds the networks.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">
    /// Options are out of range, contradict each other or do not fit the environment, or a network does not.
    /// </exception>
    public SacAgent(EnvironmentSpec spec, SacOptions options)
        : base(spec, options)
    {
        _options = options;
        _head = spec.Actions.IsDiscrete ? null : new(spec.Actions);
        Model actor = ActorCriticBuilding.Actor(
            options, spec, _head?.Outputs ?? spec.Actions.Count,
            _head is null ? "a logit for each action" : "a mean and a deviation for each number of an action");
        _core = new(spec, options, actor, critics: 2, hasActorTarget: false, targetEveryUpdates: 1);
        _alpha = new(options, spec.Actions);
        (_criticObjective, _actorObjective) = (CriticLoss, ActorLoss);
        _draws = Rng.Stream(options.Seed, "draws");
    }

    /// <inheritdoc/>
    public override Model Model => _core.Actor;

    /// <summary>The networks that value actions.</summary>
    public IReadOnlyList<Model> Critics => _core.Critics;

    /// <summary>α, what entropy counts beside rewards.</summary>
    public float EntropyCoefficient => _alpha.Value;

    /// <inheritdoc/>
    public override long Updates => _core.Updates;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Normalization> Normalizations => _core.Normalizations;

    /// <summary>Plays by the mean of the policy, tanh(μ), or by the most probable of discrete actions.</summary>
    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) =>
        _head is null ? new GreedyPolicy(model) : new HeadPolicy(model, _head);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments) => _core.Allocate(environments);

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed) =>
        _core.Begin(observations, allowed);

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        if (_core.ActsRandomly(actions, step))
        {
            return;
        }

        using (_core.Arena.Step())
        using (Tape.Pause())
        {
            int count = _head is null ? actions.Indices.Length : actions.Values.Length / Spec.Actions.Count;
            Tensor outputs = Model.Call(Tensor.Wrap(observations, Spec.Observation.Prepend(count)));
            if (_head is not null)
            {
                _core.Explore(_head.Draw(outputs, ref _draws).Actions.Values, actions);
                return;
            }

            actions.Indices.Fill(-1);
            Boltzmann.Draw(outputs.Values, Spec.Actions.Count, temperature: 1, ref _draws, actions.Indices, actions.Allowed);
        }
    }

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at) =>
        _core.Observe(actions, result);

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at) => _core.LearningsDue(at);

    /// <summary>Critics, actor and α each make a step, all with the α of before.</summary>
    /// <inheritdoc/>
    protected internal override void Learn()
    {
        for (int i = 0; i < _options.UpdatesPerTraining; i++)
        {
            _core.StepCritics(_criticObjective);
            _core.StepActor(_actorObjective);
            _alphaLoss = _alpha.Step(_logDensity);
            _core.MoveTargets();
        }
    }

    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _core.Report(writer, step);
        writer.Scalar(RunTags.Entropy, step, -_logDensity);
        writer.Scalar(RunTags.EntropyCoefficient, step, _alpha.Value);
        if (_alpha.IsLearned)
        {
            writer.Scalar(RunTags.EntropyCoefficientLoss, step, _alphaLoss);
            writer.Scalar(RunTags.TargetEntropy, step, _alpha.Target);
        }
    }

    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        _core.Save(to);
        to.Part("entropy", _alpha);
        to.Write("draws", _draws);
        to.Write<float>("last_entropy", [_logDensity, _alphaLoss]);
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        _core.Load(from);
        from.Part("entropy", _alpha);
        Rng draws = from.Random("draws");
        float[] last = new float[2];
        from.Read<float>("last_entropy", last);
        (_draws, _logDensity, _alphaLoss) = (draws, last[0], last[1]);
    }

    private Tensor CriticLoss(TransitionBatch batch)
    {
        Transitions t = batch.AsTensors();
        Tensor y = _head is null
            ? DiscreteSacObjective.Targets(Model, _core.TargetCritics, t, _alpha.Value)
            : SacObjective.Targets(Model, _head, _core.TargetCritics, t, _alpha.Value, Noise());
        TransitionLosses found = _head is null
            ? DiscreteSacObjective.Losses(_core.Critics, t, y)
            : ActorCriticObjective.Losses(_core.Critics, t, y);
        return 0.5f * _core.Mean(found, y);
    }

    private Tensor ActorLoss(TransitionBatch batch)
    {
        Transitions t = batch.AsTensors();
        (Tensor loss, Tensor logDensities) = _head is null
            ? DiscreteSacObjective.ActorLoss(Model, _core.Critics, t.S_tm1, t.Allowed_tm1, _alpha.Value)
            : SacObjective.ActorLoss(Model, _head, _core.Critics, t.S_tm1, _alpha.Value, Noise());
        _logDensity = Reduce.Sum(logDensities.Values) / batch.Size;
        return loss;
    }

    private Tensor Noise() => Tensor.Normal([_options.BatchSize, Spec.Actions.Count], ref _draws);
}
