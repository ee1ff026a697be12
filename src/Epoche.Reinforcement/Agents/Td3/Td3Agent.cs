namespace Epoche;

/// <summary>
/// Twin delayed deep deterministic policy gradients (Fujimoto et al. 2018, arXiv:1802.09477): two critics of which the smaller value
/// counts, an actor that moves at every second update, and targets smoothed by noise. In steady state a step allocates nothing; the same
/// options and seed give the same weights, bit for bit, with any number of threads.
/// </summary>
/// <example><code>
/// Td3Agent agent = new(env.Spec, new()
/// {
///     Actor = spec => [new Dense(256, Relu), new Dense(256, Relu), new Dense(spec.Actions.Count, Tanh)],
///     Critic = spec => CriticNetwork.Create(spec, new()),
/// });
/// foreach (TrainingReport r in agent.Train(env, steps: 20_000))
///     Console.WriteLine(r);
/// </code></example>
public sealed class Td3Agent : Agent
{
    private readonly Td3Options _options;
    private readonly ActorCriticCore _core;
    private readonly Objective<TransitionBatch> _criticObjective, _actorObjective;
    private Rng _smoothing;

    /// <summary>Builds the networks.</summary>
    /// <param name="spec">The environment to be trained on, with continuous actions.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">
    /// Options are out of range, contradict each other or do not fit the environment, or a network does not.
    /// </exception>
    public Td3Agent(EnvironmentSpec spec, Td3Options options)
        : base(spec, options)
    {
        _options = options;
        Model actor = ActorCriticBuilding.Actor(options, spec, spec.Actions.Count, "one for each number of an action");
        _core = new(spec, options, actor, critics: 2, hasActorTarget: true, options.PolicyDelay);
        (_criticObjective, _actorObjective) = (CriticLoss, ActorLoss);
        _smoothing = Rng.Stream(options.Seed, "smoothing");
    }

    /// <inheritdoc/>
    public override Model Model => _core.Actor;

    /// <summary>The networks that value actions.</summary>
    public IReadOnlyList<Model> Critics => _core.Critics;

    /// <inheritdoc/>
    public override long Updates => _core.Updates;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Normalization> Normalizations => _core.Normalizations;

    /// <inheritdoc/>
    public override DeterministicPolicy PolicyOf(Model model) => new(model, Spec.Actions);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments) => _core.Allocate(environments);

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations) => _core.Begin(observations, allowed: default);

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
            int count = actions.Values.Length / Spec.Actions.Count;
            _core.Explore(Model.Call(Tensor.Wrap(observations, Spec.Observation.Prepend(count))).Values, actions);
        }
    }

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at) =>
        _core.Observe(actions, result);

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at) => _core.LearningsDue(at);

    /// <inheritdoc/>
    protected internal override void Learn()
    {
        for (int i = 0; i < _options.UpdatesPerTraining; i++)
        {
            _core.StepCritics(_criticObjective);
            if (Updates % _options.PolicyDelay == 0)
            {
                _core.StepActor(_actorObjective);
            }

            _core.MoveTargets();
        }
    }

    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step) => _core.Report(writer, step);

    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        _core.Save(to);
        to.Write("smoothing", _smoothing);
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        _core.Load(from);
        _smoothing = from.Random("smoothing");
    }

    private Tensor CriticLoss(TransitionBatch batch)
    {
        Transitions t = batch.AsTensors();
        Tensor noise = Tensor.Normal([batch.Size, Spec.Actions.Count], ref _smoothing, 0, _options.TargetNoise);
        Tensor y = Td3Objective.Targets(_core.ActorTarget!, _core.TargetCritics, t, noise, _options.TargetNoiseLimit);
        return _core.Mean(ActorCriticObjective.Losses(_core.Critics, t, y), y);
    }

    private Tensor ActorLoss(TransitionBatch batch) => DdpgObjective.ActorLoss(Model, _core.Critics[0], batch.AsTensors().S_tm1);
}
