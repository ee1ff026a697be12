namespace Epoche;

/// <summary>
/// REINFORCE with a baseline (Williams 1992, Machine Learning 8, "Simple statistical gradient-following algorithms"): plays whole episodes
/// by drawing from its policy, and makes one update of them, by which actions become likelier that were followed by more than expected.
/// In steady state a step allocates nothing; the same options and seed give the same weights, bit for bit.
/// </summary>
/// <example><code>
/// ReinforceAgent agent = new(env.Spec, new() { Episodes = 16 });
/// foreach (TrainingReport r in agent.Train(env, steps: 500_000))
///     if (r.MeanReturn >= 475) break;
/// </code></example>
public sealed class ReinforceAgent : Agent
{
    private const float MeanRate = 0.1f; // of the running baseline, at each update

    private readonly ReinforceOptions _options;
    private readonly ActorCritic _network;
    private readonly EpisodeGatherer _gatherer;
    private readonly Trainer _trainer;
    private readonly PolicyMeasures _measures = new();
    private readonly ReinforceObjective _objective;
    private readonly Objective<EpisodeRows> _loss;
    private float[] _advantages = [];
    private float _mean = float.NaN; // of returns; NaN before the first update

    /// <summary>Builds the network.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">Options are out of range, or the network does not fit the environment.</exception>
    public ReinforceAgent(EnvironmentSpec spec, ReinforceOptions options)
        : base(spec, options)
    {
        _options = options;
        _network = new(
            spec, options.Network, nameof(ReinforceOptions.Network), options.NormalizeObservations, scales: false, options.Seed);
        _gatherer = new(spec, _network, options.Episodes, options.Discount, options.Seed) { Following = FollowingOf(_mean) };
        _trainer = new(
            new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed },
            _network.Model.Parameters);
        _objective = new(_network, options);
        _loss = rows => _objective.Of(rows, _advantages, _gatherer.Episodes);
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
    protected internal override void Allocate(int environments) => _gatherer.Allocate(environments);

    /// <inheritdoc/>
    protected internal override void Begin(ReadOnlySpan<float> observations) => _gatherer.Begin();

    /// <inheritdoc/>
    protected internal override void Act(float[] observations, PolicyActions actions, long step) => _gatherer.Act(observations, actions);

    /// <inheritdoc/>
    protected internal override void Observe(in BatchActions actions, in BatchTransition result, AgentStep at) => _gatherer.Observe(result);

    /// <inheritdoc/>
    protected internal override long LearningsDue(AgentStep at) => _gatherer.IsComplete ? 1 : 0;

    /// <inheritdoc/>
    protected internal override void Learn()
    {
        EpisodeRows rows = _gatherer.Rows;
        ReadOnlySpan<float> returns = rows.Returns.AsSpan(0, rows.Count), values = rows.Values.AsSpan(0, rows.Count);
        _measures.Begin(values, returns);
        Advantages(returns, values);
        try
        {
            StepReport step = _trainer.Step(_loss, rows);
            _measures.Add(_objective.Terms, step);
        }
        finally
        {
            _gatherer.Learned();
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
        to.Part("gatherer", _gatherer);
        to.Part("measures", _measures);
        to.Write("mean", _mean);
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        float mean = from.Single("mean");
        if (float.IsInfinity(mean))
        {
            throw from.Mismatch("mean", "a finite number, or NaN before the first update", $"{mean}");
        }

        from.Part("trainer", _trainer);
        from.Part("gatherer", _gatherer);
        from.Part("measures", _measures);
        (_mean, _gatherer.Following) = (mean, FollowingOf(mean));
    }

    /// <summary>What an episode that is cut off is followed by: nothing is asked of a network that learns no values.</summary>
    private float? FollowingOf(float mean) =>
        _options.Baseline == ReinforceBaseline.Value ? null : float.IsNaN(mean) ? 0 : mean;

    private void Advantages(ReadOnlySpan<float> returns, ReadOnlySpan<float> values)
    {
        if (_advantages.Length < returns.Length)
        {
            _advantages = new float[Math.Max(returns.Length, 2 * _advantages.Length)];
        }

        double sum = 0;
        foreach (float value in returns)
        {
            sum += value;
        }

        float mean = (float)(sum / returns.Length);
        _mean = float.IsNaN(_mean) ? mean : _mean + (MeanRate * (mean - _mean));
        _gatherer.Following = FollowingOf(_mean);
        for (int t = 0; t < returns.Length; t++)
        {
            _advantages[t] = returns[t] - (_options.Baseline == ReinforceBaseline.Value ? values[t] : _mean);
        }

        if (_options.NormalizeAdvantages)
        {
            AdvantageScale.Normalize(_advantages.AsSpan(0, returns.Length));
        }
    }
}
