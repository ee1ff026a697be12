using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Deep Q-learning for environments that do not show all that counts (Kapturowski et al. 2019, R2D2): a network with memory, which acts
/// with its state carried from step to step and learns from stored sequences, each begun from the state that was stored with it and
/// brought up to date by a burn-in. In steady state a step allocates nothing; the same options and seed give the same weights, bit for
/// bit.
/// </summary>
/// <example><code>
/// RecurrentDqnAgent agent = new(env.Spec, new() { TargetEveryUpdates = 200 });
/// foreach (TrainingReport r in agent.Train(env, steps: 100_000))
///     if (r.MeanReturn >= 475) break;
/// </code></example>
public sealed partial class RecurrentDqnAgent : Agent
{
    private readonly RecurrentDqnOptions _options;
    private readonly MemoryNetwork _network;
    private readonly TargetNetwork _target;
    private readonly Trainer _trainer;
    private readonly RecurrentDqnObjective _terms;
    private readonly Objective<SequenceBatch> _objective;
    private readonly SequenceBatch _batch;
    private readonly StepArena _arena = new();
    private readonly int _state;
    private SequenceReplay? _replay;
    private SequenceWindows? _windows;
    private float[] _states = [], _previous = [];
    private Rng _exploration, _sampling;
    private StepReport _last = new(float.NaN, float.NaN);
    private float _meanQ = float.NaN;

    /// <summary>Builds the networks.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">
    /// Options are out of range, contradict each other or do not fit the environment, or the network does not.
    /// </exception>
    public RecurrentDqnAgent(EnvironmentSpec spec, RecurrentDqnOptions options)
        : base(spec, options)
    {
        _options = options;
        Model online = RecurrentBuilding.Of(options.Network, spec, options.NormalizeObservations, options.Seed);
        _network = new(online, spec.Actions);
        _state = _network.Memory.StateSize;
        _target = new(online, options.TargetEverySteps, options.TargetEveryUpdates, options.TargetTau);
        _trainer = new(
            new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed },
            online.Parameters);
        _terms = new(_network, new(_target.Model, spec.Actions), options, spec.Actions.Count);
        _objective = _terms.Of;
        _batch = new(spec, options.BatchSize, _state, _network.Previous, options.Sequences);
        (_exploration, _sampling) = (Rng.Stream(options.Seed, "exploration"), Rng.Stream(options.Seed, "replay"));
        Normalizations = options.NormalizeObservations
            ? [online.Layers.OfType<Normalization>().First(), _target.Model.Layers.OfType<Normalization>().First()]
            : [];
    }

    /// <inheritdoc/>
    public override Model Model => _network.Model;

    /// <summary>The network that values what follows.</summary>
    public Model TargetNetwork => _target.Model;

    /// <inheritdoc/>
    public override long Updates => _trainer.StepCount;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Normalization> Normalizations { get; }

    /// <inheritdoc/>
    public override RecurrentPolicy PolicyOf(Model model) => new(model, Spec.Actions);

    /// <summary>Plays by <see cref="Agent.Best"/>, without exploring. A later, better model needs a new one.</summary>
    public RecurrentPolicy Greedy() => PolicyOf(Best);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments)
    {
        (_replay, _windows) = (null, null);
        if (environments > 0)
        {
            _replay = new(Spec, _state, _options.Sequences);
            _windows = new(Spec, environments, _state, _options.Sequences, _replay);
        }

        (_states, _previous) = (new float[environments * _state], new float[environments * _network.Previous]);
    }

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed)
    {
        _windows!.Begin(observations, allowed);
        Array.Clear(_states);
    }

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        int count = actions.Indices.Length, choices = Spec.Actions.Count;
        Explore(actions, step);
        for (int i = 0; i < count; i++)
        {
            _windows!.Remember(i, _states.AsSpan(i * _state, _state));
            if (_network.Previous > 0)
            {
                (int action, float reward) = _windows.Previous(i);
                PreviousStep.Write(action, reward, _previous.AsSpan(i * _network.Previous, _network.Previous));
            }
        }

        using (_arena.Step())
        using (Tape.Pause())
        using (_network.Memory.Step(_states, count)) // the state goes on where the action is random, too
        {
            Tensor q = _network.Call(
                0, Tensor.Wrap(observations, Spec.Observation.Prepend(count)),
                _network.Previous > 0 ? Tensor.Wrap(_previous, [count, _network.Previous]) : null);
            EpsilonGreedy.Exploit(q.Values, choices, actions.Indices, actions.Allowed);
        }
    }

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
        for (int i = 0; i < actions.Indices.Length; i++)
        {
            _windows!.Add(i, actions.Indices[i], result);
            if (result.Ended(i))
            {
                _states.AsSpan(i * _state, _state).Clear();
            }
        }

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
            _replay!.Sample(ref _sampling, Updates + 1, _batch.Slots, _batch.Weights);
            _batch.Fill(_replay, _options.StoredStates);
            _last = _trainer.Step(_objective, _batch);
            _meanQ = _terms.MeanQ;
            _replay.UpdatePriorities(_batch.Slots, _batch.Errors);
            _target.Updated(Updates);
        }
    }

    private void Explore(PolicyActions actions, long step)
    {
        float epsilon = Epsilon(step);
        int count = actions.Indices.Length, choices = Spec.Actions.Count;
        for (int i = 0; i < count; i++)
        {
            EpsilonGreedy.Explore(
                Spread(epsilon, i, count), choices, ref _exploration, actions.Indices.Slice(i, 1),
                ActionMask.Row(actions.Allowed, i, choices));
        }
    }

    private float Epsilon(long step) => step < _options.WarmUpSteps ? 1 : _options.Epsilon.At(step);

    private float Spread(float epsilon, int environment, int count) => _options.EpsilonSpread == 0 || count == 1 || epsilon is 0 or 1
        ? epsilon
        : (float)ScalarMath.Pow(epsilon, 1 + ((double)_options.EpsilonSpread * environment / (count - 1)));
}
