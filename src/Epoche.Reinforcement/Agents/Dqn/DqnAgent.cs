using System.Diagnostics;
using System.Globalization;

namespace Epoche;

/// <summary>
/// Deep Q-learning (Mnih et al. 2015) with its variants as options: double Q-learning, n-step returns, Polyak targets. Acts on batches of
/// environments, remembers, learns from memory, and may select its best weights by evaluation while it trains. In steady state a step
/// (acting, remembering and learning included) allocates nothing; the same options and seed give the same weights, bit for bit.
/// </summary>
/// <example><code>
/// DqnAgent agent = new(env.Spec, new() { Network = spec => [new Dense(64, Relu), new Dense(spec.Actions.Count)], TargetEverySteps = 500 });
/// foreach (TrainingReport r in agent.Train(env, steps: 50_000))
///     if (r.MeanReturn >= 475) break;
/// </code></example>
public sealed partial class DqnAgent : IStateful
{
    private readonly DqnOptions _options;
    private readonly DqnLearner _learner;
    private readonly ModelSelection? _selection;
    private readonly ObservationStatistics? _statistics;
    private readonly GreedyPolicy _policy;
    private readonly ReturnWindow _returns = new();
    private readonly StepArena _arena = new();
    private readonly Stopwatch _clock = new();
    private Rng _random;
    private ReplayBuffer? _replay;
    private IBatchEnvironment? _environment; // the one trained on last, and what it showed
    private TransitionBuffers? _buffers;
    private EnvironmentSpec _spec;
    private int _trainings;
    private bool _judgementDue;

    /// <summary>Builds the networks.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All the rest.</param>
    /// <exception cref="ArgumentException">Options are out of range, contradict each other or do not fit the environment, or the network does not.</exception>
    /// <exception cref="NotSupportedException">The network has a layer that <see cref="LayerRegistry"/> does not know: the target network is a copy.</exception>
    public DqnAgent(EnvironmentSpec spec, DqnOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(spec);
        Spec = _spec = spec;
        _options = options;
        _learner = new(spec, options);
        _selection = options.Selection is { } selection ? new(selection, _learner.Online, options.Seed) : null;
        _statistics = options.NormalizeObservations ? new(spec.Observation.ElementCount) : null;
        _policy = new(_learner.Online);
        _random = Rng.Stream(options.Seed, "exploration");
    }

    /// <summary>The environment that it was made for. It can be trained in others with the same observations and actions.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>Environment steps so far.</summary>
    public long Step { get; private set; }

    /// <summary>Updates so far.</summary>
    public long Updates => _learner.Updates;

    /// <summary>Episodes that have ended so far.</summary>
    public long Episodes => _returns.Episodes;

    /// <summary>Whether training has ended because the goal of <see cref="SelectionOptions"/> was reached; training again begins without.</summary>
    public bool GoalReached { get; private set; }

    /// <summary>
    /// Called while training after each step of the environments, when all that is due after it is done: the place to save the agent, or to look at it. Default: nothing.
    /// </summary>
    public Action? Stepped { get; set; }

    /// <summary>The network that learns.</summary>
    public Model Network => _learner.Online;

    /// <summary>The network that values what follows.</summary>
    public Model TargetNetwork => _learner.Target;

    /// <summary>The network to use: the best that selection has found, or, where none was judged, the one that learns.</summary>
    public Model Best => _selection?.Best ?? _learner.Online;

    /// <summary>The judgement for which <see cref="Best"/> was selected, its confirmation where there was one; null where none was judged.</summary>
    public EvaluationReport? BestEvaluation => _selection?.BestReport;

    /// <summary>The latest judgement; null before the first.</summary>
    public EvaluationReport? LatestEvaluation => _selection?.Latest;

    /// <summary>The values that the network gives to all actions on the batch of the last update, <c>[batch, actions]</c>; empty before the first update.</summary>
    public float[] ActionValues() => _learner.ActionValues();

    /// <summary>Plays by <see cref="Best"/>, without exploring. A later, better model needs a new one.</summary>
    public GreedyPolicy Greedy() => new(Best);

    /// <summary>
    /// Trains, and reports at a steady interval, after each judgement and at the end. Training runs only while the result is enumerated: <c>break</c> stops it after the step that was
    /// reported, cancelling after the present one, and neither loses anything. Training again goes on with weights, memory and counters, in fresh episodes; a state that was loaded goes on within its episodes.
    /// </summary>
    /// <param name="environment">
    /// Where to act: any environment with the observations and actions of <see cref="Spec"/>, such as the next level of a curriculum. A
    /// batch of another size than before starts with an empty memory; where the spec differs from that of before, returns cannot be
    /// compared, and selection of the best model starts anew.
    /// </param>
    /// <param name="steps">How many environment steps to add; rounded up to whole steps of the batch. 0 makes only the judgement that was cut off, if one was.</param>
    /// <param name="ct">Ends the enumeration.</param>
    /// <exception cref="ArgumentException">The environment has other observations or actions than the agent was made for, or selection
    /// needs a time limit that it lacks.</exception>
    /// <exception cref="InvalidOperationException">While enumerating: this agent is being trained already, or another one on this
    /// environment; threads need an agent and a batch each.</exception>
    /// <exception cref="NonFiniteException">While enumerating: a loss, gradient, observation or reward is NaN or infinite; the weights are those before.</exception>
    public IEnumerable<TrainingReport> Train(IBatchEnvironment environment, long steps, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (steps < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), string.Create(CultureInfo.InvariantCulture, $"steps is {steps}; expected 0 or more environment steps to add."));
        }

        RequireSpacesOf(environment.Spec);
        _options.Selection?.Validate(environment.Spec);
        return Run(environment, steps, _selection is null ? null : new Evaluator(environment), ct);
    }

    private IEnumerable<TrainingReport> Run(IBatchEnvironment environment, long steps, Evaluator? evaluator, CancellationToken ct)
    {
        if (steps == 0 && !_judgementDue)
        {
            yield break;
        }

        using (Reservation.Of(this, "This agent is being trained already, on another thread or by an enumeration that has neither ended nor been disposed. End that one first; to train twice at once, make two agents."))
        using (Reservation.Of(
            environment,
            $"Another agent is being trained on this batch of {environment.Spec.Label} already, on another thread or by an enumeration that has neither ended nor been disposed: their steps would mix. "
            + "Give each agent a batch of its own: environment.WithCount(environment.Count)."))
        using (evaluator)
        using (Evaluator? confirmer = _options.Selection?.ConfirmOn is { } harder ? new(harder) : null)
        {
            int[] actions = new int[environment.Count];
            TransitionBuffers buffers = Begin(environment);
            long end = Step + steps, reportedStep = Step, reportedUpdates = Updates;
            GoalReached = false;
            _clock.Restart();
            while ((Step < end || _judgementDue) && !GoalReached && !ct.IsCancellationRequested)
            {
                if (!_judgementDue) // else the state was saved, or training stopped, before a judgement was complete
                {
                    Advance(environment, actions, buffers);
                    _judgementDue = _selection is not null && Due(actions.Length, _options.Selection!.EverySteps) && Updates > 0;
                }

                bool judged = _judgementDue;
                if (judged)
                {
                    _clock.Stop();
                    if (!TryJudge(evaluator!, confirmer ?? evaluator!, ct))
                    {
                        break;
                    }

                    _judgementDue = false;
                    _clock.Start();
                }

                if (judged || Due(actions.Length, _options.ReportEverySteps) || Step >= end)
                {
                    double seconds = _clock.Elapsed.TotalSeconds;
                    yield return Report((Step - reportedStep) / seconds, (Updates - reportedUpdates) / seconds);
                    (reportedStep, reportedUpdates) = (Step, Updates);
                    _clock.Restart();
                }

                Stepped?.Invoke();
            }
        }
    }

    private void RequireSpacesOf(EnvironmentSpec spec)
    {
        if (!spec.HasSpacesOf(Spec))
        {
            throw new ArgumentException(
                $"The agent was made for {Spec.Spaces} ({Spec.Label}); {spec.Label} has {spec.Spaces}. Names, time limits and best returns may differ; observations and actions may not.", "environment");
        }

        if (Spec.PixelSteps is { } steps && spec.PixelSteps != steps)
        {
            throw new ArgumentException(
                $"The agent's memory keeps pixels as bytes, in steps of 1/{steps}, as {Spec.Label} promises by its PixelSteps; those of {spec.Label} are {spec.PixelSteps?.ToString(CultureInfo.InvariantCulture) ?? "not set"}. "
                + "Make the agent for a spec without PixelSteps: then it keeps any numbers.",
                "environment");
        }
    }

    private TransitionBuffers Begin(IBatchEnvironment environment)
    {
        _spec = environment.Spec;
        _selection?.Begin(_spec);
        if (_loaded is not null)
        {
            return GoOn(environment);
        }

        if (_replay?.Environments != environment.Count)
        {
            MakeMemory(environment.Count);
        }

        (_environment, _buffers) = (environment, new(environment));
        float[] observations = _buffers.Observations;
        environment.Reset(Rng.Stream(_options.Seed, "environment", _trainings++).NextUInt64(), observations);
        TransitionGuard.Observations(_spec, Step, observations);
        _statistics?.Add(observations);
        _replay!.Begin(observations);
        _returns.Begin(environment.Count);
        return _buffers;
    }

    private void MakeMemory(int environments) => _replay = new(Spec, environments, _options.Replay, _options.Discount);

    /// <summary>One step of every environment, and what is due after it: first the target network, then the learning.</summary>
    private void Advance(IBatchEnvironment environment, int[] actions, TransitionBuffers buffers)
    {
        Act(buffers.Observations, actions);
        BatchTransition result = buffers.View;
        environment.Step(actions, result);
        TransitionGuard.Step(_spec, Step + actions.Length, result);
        _replay!.Add(actions, result);
        _returns.Add(result);
        _statistics?.Add(result.Observations);
        long before = Step;
        Step += actions.Length;
        _learner.Stepped(before, Step);
        if (Step >= _options.WarmUpSteps && _replay.Count > 0)
        {
            for (long due = (Step / _options.TrainEverySteps) - (before / _options.TrainEverySteps); due > 0; due--)
            {
                Normalize();
                _learner.Learn(_replay);
            }
        }
    }

    private void Act(float[] observations, int[] actions)
    {
        if (EpsilonGreedy.Explore(Epsilon, Spec.Actions.Count, ref _random, actions))
        {
            using (_arena.Step())
            using (Tape.Pause())
            {
                Tensor q = _learner.Online.Call(Tensor.Wrap(observations, Spec.Observation.Prepend(actions.Length)));
                EpsilonGreedy.Exploit(q.Values, Spec.Actions.Count, actions);
            }
        }
    }

    private float Epsilon => Step < _options.WarmUpSteps ? 1 : _options.Epsilon.At(Step);

    private void Normalize()
    {
        if (_statistics is not null)
        {
            _statistics.WriteTo((Normalization)_learner.Online.Layers[0]);
            _statistics.WriteTo((Normalization)_learner.Target.Layers[0]);
        }
    }

    private bool TryJudge(Evaluator evaluator, Evaluator confirmer, CancellationToken ct)
    {
        try
        {
            GoalReached = _selection!.Judge(_policy, evaluator, confirmer, ct);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Whether the last step of so many environments has passed a multiple.</summary>
    private bool Due(int environments, long every) => Step / every != (Step - environments) / every;

    private TrainingReport Report(double stepsPerSecond, double updatesPerSecond) => new()
    {
        Step = Step,
        Updates = Updates,
        Episodes = _returns.Episodes,
        MeanReturn = _returns.Mean,
        Loss = _learner.Last.Loss,
        GradientNorm = _learner.Last.GradientNorm,
        MeanQ = _learner.MeanQ(),
        Epsilon = Epsilon,
        StepsPerSecond = stepsPerSecond,
        UpdatesPerSecond = updatesPerSecond,
        Evaluation = _selection?.Latest,
        IsBest = _selection?.LatestIsBest ?? false,
        GoalReached = GoalReached,
    };
}
