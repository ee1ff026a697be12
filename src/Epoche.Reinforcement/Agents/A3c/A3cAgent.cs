namespace Epoche;

/// <summary>
/// Asynchronous advantage actor-critic (Mnih et al. 2016, arXiv:1602.01783, algorithm S3). Each environment is a worker, which acts and
/// computes its gradient with the weights that it copied last, while the others' updates go on; its gradient is applied to the shared
/// weights by an optimizer whose statistics are shared. Instead of the accidents of threads a schedule decides: all workers make one step,
/// then those whose gradients are due apply them in the order of their index. A gradient is thus about as many updates old as there are
/// other workers, as with threads of one speed, and the same options and seed give the same weights, bit for bit. In steady state a step
/// allocates nothing.
/// </summary>
/// <example><code>
/// A3cAgent agent = new(env.Spec, new()); // an environment of 16 has 16 workers
/// foreach (TrainingReport r in agent.Train(env, steps: 500_000))
///     if (r.MeanReturn >= 475) break;
/// </code></example>
public sealed class A3cAgent : Agent
{
    private readonly A3cOptions _options;
    private readonly ActorCritic _network;
    private readonly Trainer _trainer;
    private readonly PolicyMeasures _measures = new();
    private readonly A3cObjective _objective;
    private readonly Objective<RolloutBatch> _loss;
    private readonly float[] _shared, _observation;
    private A3cWorker[] _workers = [];
    private float[] _drawn = [];

    /// <summary>Builds the network.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">Options are out of range, or the network does not fit the environment.</exception>
    public A3cAgent(EnvironmentSpec spec, A3cOptions options)
        : base(spec, options)
    {
        _options = options;
        _network = new(
            spec, options.Network, nameof(A3cOptions.Network), options.NormalizeObservations, scales: false, options.Seed);
        _trainer = new(
            new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed },
            _network.Model.Parameters);
        _shared = new float[Weights.Length];
        _observation = new float[spec.Observation.ElementCount];
        _objective = new(_network, options);
        _loss = _objective.Of;
    }

    /// <summary>The model of the shared weights.</summary>
    public override Model Model => _network.Model;

    /// <inheritdoc/>
    public override long Updates => _trainer.StepCount;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Normalization> Normalizations => _network.Normalizations;

    /// <inheritdoc/>
    protected internal override bool LearnsAsItActed => true;

    private Span<float> Weights => _network.Model.Parameters.Values;

    /// <inheritdoc/>
    public override IPolicy PolicyOf(Model model) => new HeadPolicy(model, _network.Head);

    /// <inheritdoc/>
    protected internal override void Allocate(int environments)
    {
        int width = _network.Head.ActionWidth, weights = _shared.Length;
        _workers =
            [.. Enumerable.Range(0, environments).Select(i => new A3cWorker(Spec, width, _options.Steps, weights, _options.Seed, i))];
        _drawn = new float[environments * width];
    }

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations)
    {
        foreach (A3cWorker worker in _workers)
        {
            worker.Copy(Weights);
        }
    }

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step)
    {
        int width = _network.Head.ActionWidth, mask = Spec.MaskWidth;
        Weights.CopyTo(_shared);
        try
        {
            for (int i = 0; i < _workers.Length; i++)
            {
                _workers[i].Weights.CopyTo(Weights);
                observations.AsSpan(i * _observation.Length, _observation.Length).CopyTo(_observation);
                _workers[i].Act(_network, _observation, actions.Allowed.Slice(i * mask, mask), _drawn.AsSpan(i * width, width));
            }
        }
        finally
        {
            _shared.CopyTo(Weights);
        }

        _network.Head.ToEnvironment(_drawn, actions);
    }

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at)
    {
        Weights.CopyTo(_shared);
        try
        {
            for (int i = 0; i < _workers.Length; i++)
            {
                Observe(result, i);
            }
        }
        finally
        {
            _shared.CopyTo(Weights);
        }
    }

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at)
    {
        long due = 0;
        foreach (A3cWorker worker in _workers)
        {
            due += worker.IsDue ? 1 : 0;
        }

        return due;
    }

    /// <summary>
    /// The first worker whose gradient is due computes it with its weights, applies it to the shared ones, and copies them.
    /// </summary>
    protected internal override void Learn()
    {
        int index = Array.FindIndex(_workers, worker => worker.IsDue);
        A3cWorker worker = _workers[index];
        worker.Finish(_options.Discount, _options.Lambda);
        if (index == 0)
        {
            int count = worker.Rollout.Filled; // measures are means over a round
            _measures.Begin(worker.Rollout.Values.AsSpan(0, count), worker.Rollout.Returns.AsSpan(0, count));
        }

        try
        {
            float loss = Gradient(worker), norm = _trainer.Update();
            _measures.Add(_objective.Terms, new StepReport(loss, norm));
        }
        finally
        {
            worker.Copy(Weights);
        }
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
        to.Part("measures", _measures);
        for (int i = 0; i < _workers.Length; i++)
        {
            to.Part($"worker_{i}", _workers[i]);
        }
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        from.Part("trainer", _trainer);
        from.Part("measures", _measures);
        for (int i = 0; i < _workers.Length; i++)
        {
            from.Part($"worker_{i}", _workers[i]);
        }
    }

    /// <summary>Notes a step; where no more follow before its gradient, what the worker's weights make of the state it leads to.</summary>
    private void Observe(in BatchTransition result, int index)
    {
        A3cWorker worker = _workers[index];
        int width = _observation.Length;
        BatchTransition own = new(
            result.Observations.Slice(index * width, width), result.FinalObservations.Slice(index * width, width),
            result.Rewards.Slice(index, 1), result.Terminated.Slice(index, 1), result.Truncated.Slice(index, 1));
        worker.Rollout.Add(own);
        if (worker.IsDue && !result.Terminated[index])
        {
            worker.Weights.CopyTo(Weights);
            _network.Value(
                result.Ended(index) ? own.FinalObservations : own.Observations,
                worker.Rollout.Following.AsSpan(worker.Rollout.Filled - 1, 1));
        }
    }

    private float Gradient(A3cWorker worker)
    {
        Weights.CopyTo(_shared);
        worker.Weights.CopyTo(Weights);
        try
        {
            return _trainer.Accumulate(_loss, worker.Batch);
        }
        finally
        {
            _shared.CopyTo(Weights);
        }
    }
}
