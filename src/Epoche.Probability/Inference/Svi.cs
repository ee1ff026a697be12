namespace Epoche;

/// <summary>
/// Stochastic variational inference: moves the parameters of a guide q, and of the model p, so that the evidence lower bound E_q[ln p(data,
/// z) − ln q(z)] rises, by gradients through draws from the guide (Kingma and Welling 2014, arXiv:1312.6114; Ranganath et al. 2014). An
/// objective for <see cref="Trainer"/> like any other. The loss is minus the bound, in nats and for all data, so clipping norms and plain
/// SGD's learning rates scale with the size of the data; Adam's do not.
/// </summary>
/// <typeparam name="TData">What a step is given: all data, or a batch.</typeparam>
public sealed partial class Svi<TData> : IStateful
{
    private readonly Program<TData> _model;
    private readonly SviOptions _options;
    private readonly ParameterSlab[] _networks;
    private readonly ParameterStore _store = new();
    private readonly StepArena _arena = new();
    private readonly SoleUse _use = new("inference", "Give each thread an inference of its own: new Svi<TData>(…).", nests: true);
    private readonly RootContext _guideRoot, _modelRoot;
    private readonly SeedContext _guideSeed, _modelSeed;
    private readonly TraceContext _guideContext, _modelContext;
    private readonly Objective<TData> _objective;
    private Trainer? _trainer;
    private ScopedSlab[]? _weights;
    private double _logLikelihood, _kl;

    /// <summary>Takes a model and a guide; the parameters are made when the first data come.</summary>
    /// <param name="model">The model: what is random, and the data observed.</param>
    /// <param name="guide">
    /// The guide: draws what the model draws, by the same names, and observes nothing. <see cref="AutoNormal"/> makes one.
    /// </param>
    /// <param name="options">How to run.</param>
    /// <param name="networks">Parameters of networks that model or guide call, trained along.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Svi(Program<TData> model, Program<TData> guide, SviOptions options, params ParameterSlab[] networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        Elements.RequireNoNull(networks, nameof(networks));
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(guide);
        ArgumentNullException.ThrowIfNull(options);
        CountChecks.AtLeast(1, options.Particles);
        (_model, Guide, _options, _networks) = (model, guide, options, networks);
        (_guideRoot, _modelRoot) = (new RootContext(_store), new RootContext(_store));
        _guideSeed = new SeedContext(_guideRoot, Rng.Stream(options.Seed, "svi/guide"));
        _modelSeed = new SeedContext(_modelRoot, Rng.Stream(options.Seed, "svi/model"));
        _guideContext = new TraceContext(_guideSeed);
        _modelContext = new TraceContext(new ReplayContext(_modelSeed, _guideContext.Trace));
        _objective = Loss;
    }

    /// <summary>The guide, which is the posterior once inference is done.</summary>
    public Program<TData> Guide { get; }

    /// <summary>The parameters of the programs. Run them by a <see cref="RootContext"/> on this store to use what was learned.</summary>
    public ParameterStore Parameters => _store;

    /// <summary>Updates so far.</summary>
    public long StepCount => _trainer?.StepCount ?? 0;

    /// <summary>What is learned, as a loop takes it; empty before the parameters are made.</summary>
    internal IReadOnlyList<ScopedSlab> Weights =>
        _store.IsBuilt ? _weights ??= [new("", _store.Slab), .. _networks.Select((slab, i) => new ScopedSlab($"network_{i}/", slab))] : [];

    internal Schedule? LearningRate => _options.Optimizer.LearningRate;

    /// <summary>One update.</summary>
    /// <param name="data">What model and guide are given.</param>
    /// <exception cref="ProgramException">The programs do not fit together; the parameters are as before.</exception>
    /// <exception cref="NonFiniteException">A gradient is NaN or infinite; the parameters are as before.</exception>
    public SviReport Step(TData data)
    {
        using SoleUse.Scope use = _use.Enter();
        Trainer trainer = _trainer ?? Prepare(data);
        float norm = trainer.Step(_objective, data).GradientNorm;
        return new SviReport(trainer.StepCount, _logLikelihood, _kl, norm);
    }

    /// <summary>
    /// Updates on the same data, and reports each; <c>break</c> stops. For batches, limits, checkpoints: a <see cref="TrainingLoop"/> over
    /// <see cref="SviTraining{TData}"/>, which this is one of.
    /// </summary>
    /// <param name="data">What model and guide are given.</param>
    /// <param name="steps">How many updates, from now on.</param>
    /// <param name="cancellation">Stops between two updates.</param>
    /// <exception cref="ProgramException">See <see cref="Step"/>.</exception>
    /// <exception cref="NonFiniteException">See <see cref="Step"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IEnumerable<SviReport> Run(TData data, int steps, CancellationToken cancellation = default)
    {
        SviTraining<TData> training = new(this, _ => data);
        TrainingLoop loop = new(training, new() { Steps = StepCount + steps, ReportEvery = 1 });
        foreach (LoopReport report in loop.Run(cancellation))
        {
            yield return training.Latest;
        }
    }

    /// <summary>The bound on data without an update, as the mean over draws.</summary>
    /// <param name="data">What model and guide are given.</param>
    /// <param name="draws">How many draws from the guide.</param>
    /// <param name="random">The stream to draw from; inference's own stays where it is.</param>
    public SviReport Evaluate(TData data, int draws, ref Rng random)
    {
        CountChecks.AtLeast(1, draws);
        using SoleUse.Scope use = _use.Enter();
        _ = _trainer ?? Prepare(data);
        (Rng guide, Rng model) = (_guideSeed.Random, _modelSeed.Random);
        double logLikelihood = 0, kl = 0;
        try
        {
            for (int i = 0; i < draws; i++)
            {
                using (_arena.Step())
                using (Tape.Pause())
                {
                    _guideSeed.Random = random;
                    Draw(data);
                    random = _guideSeed.Random;
                    logLikelihood += _logLikelihood;
                    kl += _kl;
                }
            }
        }
        finally
        {
            (_guideSeed.Random, _modelSeed.Random) = (guide, model);
        }

        return new SviReport(StepCount, logLikelihood / draws, kl / draws, 0);
    }

    /// <summary>A draw from the guide, by the names of its sites.</summary>
    /// <param name="data">What the guide is given.</param>
    /// <param name="random">The stream to draw from.</param>
    /// <exception cref="InvalidOperationException">No step was made yet.</exception>
    public Trace Posterior(TData data, ref Rng random)
    {
        RootContext root = new(_store.IsBuilt ? _store : throw NotRun());
        SeedContext seed = new(root, random);
        TraceContext context = new(seed);
        root.Run(Guide, context, data);
        random = seed.State;
        return context.Trace;
    }

    /// <summary>What an update minimizes, by the weight of the divergence that the next one has.</summary>
    internal double LossOf(SviReport report) => (_options.KlWeight.At(report.Step) * report.Kl) - report.LogLikelihood;

    /// <summary>
    /// Runs both programs once, on streams of its own, to find their parameters: whether a state was loaded
    /// before must not change later draws.
    /// </summary>
    private Trainer Prepare(TData data)
    {
        if (!_store.IsBuilt)
        {
            using (_arena.Step())
            {
                _guideRoot.Begin(step: 1);
                TraceContext guide = new(new SeedContext(_guideRoot, Rng.Stream(_options.Seed, "svi/prepare")));
                _guideRoot.Run(Guide, guide, data);
                _modelRoot.Begin(step: 1);
                _modelRoot.Run(
                    _model, new ReplayContext(new SeedContext(_modelRoot, Rng.Stream(_options.Seed, "svi/prepare", 1)), guide.Trace), data);
            }

            _store.Build();
        }

        return _trainer = MakeTrainer();
    }

    private Trainer MakeTrainer()
    {
        ParameterSlab[] slabs = _store.Slab.Count > 0 ? [_store.Slab, .. _networks] : _networks;
        return slabs.Length > 0
            ? new Trainer(new() { Optimizer = _options.Optimizer, ClipNorm = _options.ClipNorm, Seed = _options.Seed }, slabs)
            : throw new InvalidOperationException(
                "Neither the model nor the guide declares a parameter, so there is nothing to infer; a guide says p.Param(…).");
    }

    private Tensor Loss(TData data)
    {
        float weight = _options.KlWeight.At(StepCount);
        if (!(weight >= 0 && float.IsFinite(weight)))
        {
            throw new InvalidOperationException(
                $"Step {StepCount + 1}: the weight of the divergence is {weight}; expected a finite number of 0 or more.");
        }

        Tensor loss = default;
        double logLikelihood = 0, kl = 0;
        for (int i = 0; i < _options.Particles; i++)
        {
            (Tensor likelihood, Tensor divergence) = Draw(data);
            Tensor minus = (weight * divergence) - likelihood;
            loss = i == 0 ? minus : loss + minus;
            logLikelihood += _logLikelihood;
            kl += _kl;
        }

        (_logLikelihood, _kl) = (logLikelihood / _options.Particles, kl / _options.Particles);
        return _options.Particles == 1 ? loss : loss * (1f / _options.Particles);
    }

    /// <summary>One draw from the guide, and what the model says to it.</summary>
    private (Tensor LogLikelihood, Tensor Kl) Draw(TData data)
    {
        long step = StepCount + 1;
        _guideRoot.Begin(step);
        _guideContext.Trace.Clear();
        _guideRoot.Run(Guide, _guideContext, data);
        _modelRoot.Begin(step);
        _modelContext.Trace.Clear();
        _modelRoot.Run(_model, _modelContext, data);
        (Tensor LogLikelihood, Tensor Kl) terms =
            new ElboTerms(_modelRoot, _options.Elbo, _guideContext.Trace, _modelContext.Trace).Compute();
        (_logLikelihood, _kl) = (terms.LogLikelihood.Item(), terms.Kl.Item());
        return terms;
    }

    private static InvalidOperationException NotRun() => new("No step of inference was made yet; call Step, or load a state.");
}
