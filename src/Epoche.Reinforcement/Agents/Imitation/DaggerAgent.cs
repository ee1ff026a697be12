namespace Epoche;

/// <summary>
/// DAgger (Ross, Gordon and Bagnell 2011, arXiv:1011.0686): the learner acts, an expert says what it would have done in every state that
/// the learner got into, and the network is fitted to all that the expert ever said. So it learns where its own mistakes lead, which pairs
/// of the expert alone do not show (<see cref="BehaviourCloning"/>). In steady state a step allocates nothing; the same options and seed
/// give the same weights, bit for bit.
/// </summary>
/// <example><code>
/// DaggerAgent agent = new(env.Spec, new()
/// {
///     Network = spec => [new Flatten(), new Dense(64, Relu), new Dense(spec.Actions.Count)],
///     Expert = spec => new CatchPlayer(spec),
/// });
/// foreach (TrainingReport r in agent.Train(env, steps: 4_000))
///     Console.WriteLine(r.MeanReturn);
/// </code></example>
public sealed partial class DaggerAgent : Agent
{
    private readonly DaggerOptions _options;
    private readonly PairLayout _layout;
    private readonly Imitator _imitator;
    private readonly IPolicy _expert;
    private readonly HeadPolicy _learner;
    private readonly Trainer _trainer;
    private readonly PairMemory _memory;
    private readonly Objective<int> _objective;
    private readonly float[] _inputs, _targets;
    private readonly int[] _order;
    private Pending _pending = new(0, 0, 0, true);
    private Rng _mixing, _fitting;
    private long _iteration;
    private int _fitted; // updates of the fit that is under way
    private (double Sum, long Count) _agreed;
    private double _agreement = double.NaN;
    private StepReport _last = new(float.NaN, float.NaN);

    /// <summary>Builds the network and makes the expert.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">Options are out of range, or the network or the expert do not fit the environment.</exception>
    public DaggerAgent(EnvironmentSpec spec, DaggerOptions options)
        : base(spec, options)
    {
        (_options, _layout) = (options, new(spec));
        _imitator = new(spec, options.Network, nameof(DaggerOptions.Network), options.NormalizeObservations, options.Seed);
        _expert = options.Expert(spec) ?? throw new ArgumentException(
            "Expert gave null; expected a policy, such as spec => new CatchPlayer(spec).", nameof(DaggerOptions.Expert));
        _learner = new(_imitator.Model, _imitator.Head);
        _trainer = new(
            new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed },
            _imitator.Model.Parameters);
        _memory = new(_layout, options.Capacity);
        _objective = Objective;
        (_inputs, _targets) = (new float[options.BatchSize * _layout.Observation], new float[options.BatchSize * _layout.Target]);
        _order = new int[options.Capacity];
        (_mixing, _fitting) = (Rng.Stream(options.Seed, "exploration"), Rng.Stream(options.Seed, "batches"));
        Normalizations = options.NormalizeObservations ? [(Normalization)_imitator.Model.Layers[0]] : [];
    }

    /// <inheritdoc/>
    public override Model Model => _imitator.Model;

    /// <inheritdoc/>
    public override long Updates => _trainer.StepCount;

    /// <summary>Fits so far: iterations that came to their end.</summary>
    public long Iterations => _iteration;

    /// <summary>What the expert has said so far, pairs that are forgotten since included.</summary>
    public long Labels => _memory.Written;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Normalization> Normalizations { get; }

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => new HeadPolicy(model, _imitator.Head);

    /// <summary>Plays by <see cref="Agent.Best"/>, without asking. A later, better model needs a new one.</summary>
    public IPolicy Greedy() => PolicyOf(Best);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments) =>
        _pending = new(environments, _layout.Width, _layout.Action, _layout.IsContinuous);

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations) => _expert.Begin(_pending.Lanes);

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        _expert.Act(observations, _pending.Lanes, Spec.Actions.To(_pending.Indices, _pending.Values, actions.Allowed));
        _learner.Act(observations, _pending.Lanes, actions);
        float beta = _options.Beta.At(_iteration);
        for (int i = 0; i < _pending.Lanes.Length; i++)
        {
            Span<float> row = _pending.Row(i);
            _layout.Write(row, observations, Spec.Actions.Of(_pending.Indices, _pending.Values), actions.Allowed, i);
            if (_layout.Problem(row) is { } problem)
            {
                throw new InvalidOperationException($"The expert of {Spec.Label} gave an answer that is none: {problem}.");
            }

            Compare(actions, i);
            if (_mixing.NextSingle() < beta)
            {
                _pending.CopyAnswer(i, actions);
            }
        }
    }

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
        _expert.Observe(_pending.Lanes, actions, result.Rewards);
        int ended = 0;
        for (int i = 0; i < _pending.Lanes.Length; i++)
        {
            _memory.Add(_pending.Row(i));
            if (result.Ended(i))
            {
                _pending.Ended[ended++] = i;
            }
        }

        if (ended > 0)
        {
            _expert.Begin(_pending.Ended.AsSpan(0, ended));
        }
    }

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at)
    {
        if (at.Passed(_options.StepsPerIteration) == 0)
        {
            return 0;
        }

        (_agreement, _agreed, _fitted) = (_agreed.Sum / _agreed.Count, default, 0);
        _iteration++;
        return (long)_options.Epochs * BatchesPerEpoch;
    }

    /// <inheritdoc/>
    protected internal override void Learn()
    {
        int pairs = _memory.Count, first = _fitted % BatchesPerEpoch * _options.BatchSize;
        if (first == 0)
        {
            Shuffle(_order.AsSpan(0, pairs));
        }

        for (int i = 0; i < _options.BatchSize; i++)
        {
            ReadOnlySpan<float> row = _memory[_order[(first + i) % pairs]]; // fewer than a batch come more than once
            row[.._layout.Observation].CopyTo(_inputs.AsSpan(i * _layout.Observation));
            row[_layout.Observation..].CopyTo(_targets.AsSpan(i * _layout.Target));
        }

        _last = _trainer.Step(_objective, _options.BatchSize);
        _fitted++;
    }

    private Tensor Objective(int pairs) => _imitator.Loss(
        Tensor.Wrap(_inputs, Spec.Observation.Prepend(pairs)), Tensor.Wrap(_targets, _layout.TargetShape.Prepend(pairs)));

    /// <summary>Whole batches: which pairs are left over differs from epoch to epoch.</summary>
    private int BatchesPerEpoch => Math.Max(1, _memory.Count / _options.BatchSize);

    /// <summary>0 … length − 1 in a random order (Fisher and Yates, from the inside out).</summary>
    private void Shuffle(Span<int> order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            int j = _fitting.NextInt(i + 1);
            (order[i], order[j]) = (order[j], i);
        }
    }

    /// <summary>Counts whether the learner would do what the expert says, on states that it has not learned from yet.</summary>
    private void Compare(PolicyActions actions, int i)
    {
        int width = _layout.Action;
        double agreed = _layout.IsContinuous
            ? Imitator.Distance(actions.Values.Slice(i * width, width), _pending.Values.AsSpan(i * width, width))
            : actions.Indices.Slice(i * width, width).SequenceEqual(_pending.Indices.AsSpan(i * width, width)) ? 1 : 0;
        _agreed = (_agreed.Sum + agreed, _agreed.Count + 1);
    }

    /// <summary>What is between asking and remembering, for each environment.</summary>
    private sealed class Pending(int environments, int width, int actionWidth, bool isContinuous)
    {
        private readonly float[] _rows = new float[environments * width];

        public int[] Lanes { get; } = [.. Enumerable.Range(0, environments)];

        public int[] Ended { get; } = new int[environments];

        public int[] Indices { get; } = isContinuous ? [] : new int[environments * actionWidth];

        public float[] Values { get; } = isContinuous ? new float[environments * actionWidth] : [];

        public Span<float> Row(int environment) => _rows.AsSpan(environment * width, width);

        public void CopyAnswer(int environment, PolicyActions to)
        {
            int first = environment * actionWidth;
            if (isContinuous)
            {
                Values.AsSpan(first, actionWidth).CopyTo(to.Values[first..]);
            }
            else
            {
                Indices.AsSpan(first, actionWidth).CopyTo(to.Indices[first..]);
            }
        }
    }
}
