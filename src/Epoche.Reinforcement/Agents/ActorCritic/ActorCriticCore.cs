using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// What DDPG, TD3 and SAC share: the networks with their trainers and targets, memory, random actions of the warm-up and noise. Who owns it
/// says what is minimized.
/// </summary>
internal sealed partial class ActorCriticCore
{
    private readonly EnvironmentSpec _spec;
    private readonly ActorCriticOptions _options;
    private readonly Trainer _actorTrainer, _criticTrainer;
    private readonly TargetNetwork[] _targets; // of the critics, and behind them of the actor where it has one
    private readonly TransitionBatch _batch;
    private readonly float[] _errors;
    private readonly int _width;
    private ReplayBuffer? _replay;
    private Rng _exploration, _sampling;
    private float[] _unit = [], _noise = [], _held = [];
    private int[] _heldFor = [];
    private float _meanQ = float.NaN;

    /// <summary>Builds the networks.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <param name="options">All that agents of this kind have in common.</param>
    /// <param name="actor">The network that acts, built.</param>
    /// <param name="critics">How many critics.</param>
    /// <param name="hasActorTarget">Whether a copy of the actor follows it.</param>
    /// <param name="targetEveryUpdates">How often targets follow, in updates of the critics.</param>
    /// <exception cref="ArgumentException">A network does not fit.</exception>
    public ActorCriticCore(
        EnvironmentSpec spec, ActorCriticOptions options, Model actor, int critics, bool hasActorTarget, int targetEveryUpdates)
    {
        (_spec, _options, Actor) = (spec, options, actor);
        Critics = [.. Enumerable.Range(0, critics).Select(number => ActorCriticBuilding.Critic(options, spec, number))];
        Model[] followed = hasActorTarget ? [.. Critics, Actor] : Critics;
        _targets = [.. followed.Select(model => new TargetNetwork(model, everySteps: null, targetEveryUpdates, options.TargetTau))];
        TargetCritics = [.. _targets.Take(critics).Select(target => target.Model)];
        ActorTarget = hasActorTarget ? _targets[^1].Model : null;
        _actorTrainer = new(
            new() { Optimizer = options.ActorOptimizer, ClipNorm = options.ActorClipNorm, Seed = options.Seed }, actor.Parameters);
        _criticTrainer = new(
            new() { Optimizer = options.CriticOptimizer, ClipNorm = options.CriticClipNorm, Seed = options.Seed },
            [.. Critics.Select(critic => critic.Parameters)]);
        _batch = new(spec, options.BatchSize);
        _errors = new float[options.BatchSize];
        _width = spec.Actions.IsDiscrete ? 0 : spec.Actions.Count;
        (_exploration, _sampling) = (Rng.Stream(options.Seed, "exploration"), Rng.Stream(options.Seed, "replay"));
        Normalizations = options.NormalizeObservations
            ? [.. ActorCriticBuilding.NormalizationsOf([Actor, .. Critics, .. _targets.Select(target => target.Model)])]
            : [];
    }

    /// <summary>The network that acts.</summary>
    public Model Actor { get; }

    /// <summary>The networks that value.</summary>
    public Model[] Critics { get; }

    /// <summary>What follows the actor; null where nothing does.</summary>
    public Model? ActorTarget { get; }

    /// <summary>What follows the critics.</summary>
    public Model[] TargetCritics { get; }

    /// <summary>Layers that take the running statistics of observations.</summary>
    public IReadOnlyList<Normalization> Normalizations { get; }

    /// <summary>Updates of the critics.</summary>
    public long Updates => _criticTrainer.StepCount;

    /// <summary>What the last updates did.</summary>
    public ActorCriticFigures Last { get; private set; } = ActorCriticFigures.None;

    /// <summary>Memory for acting.</summary>
    public StepArena Arena { get; } = new();

    /// <summary>Makes memory for so many environments; 0: none.</summary>
    public void Allocate(int environments)
    {
        _replay = environments > 0 ? new(_spec, environments, _options.Replay, _options.Discount) : null;
        (_unit, _noise, _held) = (new float[environments * _width], new float[environments * _width], new float[environments * _width]);
        _heldFor = new int[environments];
    }

    /// <summary>Episodes begin again in all environments.</summary>
    public void Begin(ReadOnlySpan<float> observations, ReadOnlySpan<bool> allowed)
    {
        _replay!.Begin(observations, allowed);
        Array.Clear(_noise);
        Array.Clear(_heldFor);
    }

    /// <summary>In the warm-up: acts at random.</summary>
    /// <returns>Whether it did.</returns>
    public bool ActsRandomly(PolicyActions actions, long step)
    {
        if (step >= _options.WarmUpSteps)
        {
            return false;
        }

        for (int i = 0; i < actions.Indices.Length; i++)
        {
            actions.Indices[i] = ActionMask.Draw(
                ActionMask.Row(actions.Allowed, i, _spec.Actions.Count), _spec.Actions.Count, ref _exploration);
        }

        if (_width == 0)
        {
            return true;
        }

        for (int i = 0; i < _heldFor.Length; i++)
        {
            if (_heldFor[i] == 0)
            {
                _exploration.FillUniform(_held.AsSpan(i * _width, _width), -1, 1);
                _heldFor[i] = _options.WarmUpHold;
            }

            _heldFor[i]--;
        }

        UnitBox.ToEnvironment(_spec.Actions, _held, actions.Values);
        return true;
    }

    /// <summary>Acts by numbers in [−1, 1], with noise.</summary>
    /// <exception cref="NonFiniteException">The network gave NaN or an infinity.</exception>
    public void Explore(ReadOnlySpan<float> unit, PolicyActions actions)
    {
        if (!Reduce.IsFinite(unit))
        {
            int odd = unit.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            throw new NonFiniteException(Updates + 1, $"number {odd % _width} of an action", unit[odd]);
        }

        unit.CopyTo(_unit);
        _options.Noise?.Add(_unit, _noise, ref _exploration);
        UnitBox.ToEnvironment(_spec.Actions, _unit, actions.Values);
    }

    /// <summary>Remembers what came of actions, as the networks could have produced them.</summary>
    public void Observe(in BatchActions actions, in BatchTransition result)
    {
        UnitBox.FromEnvironment(_spec.Actions, actions.Values, _unit);
        _replay!.Add(_width == 0 ? actions : new BatchActions((ReadOnlySpan<float>)_unit), result);
        for (int i = 0; i < _heldFor.Length; i++)
        {
            if (result.Ended(i))
            {
                _noise.AsSpan(i * _width, _width).Clear();
                _heldFor[i] = 0;
            }
        }
    }

    /// <summary>How many times to learn after a step.</summary>
    public long LearningsDue(AgentStep at) =>
        at.Now >= _options.WarmUpSteps && _replay!.Count > 0 ? at.Passed(_options.TrainEverySteps) : 0;

    /// <summary>Draws transitions and moves the critics.</summary>
    public void StepCritics(Objective<TransitionBatch> objective)
    {
        _replay!.Sample(ref _sampling, _batch, Updates + 1);
        Last = Last with { Critic = _criticTrainer.Step(objective, _batch), MeanQ = _meanQ };
        _replay.UpdatePriorities(_batch, _errors);
    }

    /// <summary>Moves the actor, on the same transitions. The critics stay as they are, and take no gradients.</summary>
    public void StepActor(Objective<TransitionBatch> objective)
    {
        SetTrainable(false);
        try
        {
            Last = Last with { Actor = _actorTrainer.Step(objective, _batch) };
        }
        finally
        {
            SetTrainable(true);
        }
    }

    /// <summary>The mean over the batch of what the critics lose, each transition with its weight; remembers errors and values.</summary>
    public Tensor Mean(in TransitionLosses found, Tensor y)
    {
        _meanQ = (Reduce.Sum(y.Values) - Reduce.Sum(found.Errors.Values)) / y.Count;
        if (_options.Replay.Priorities is null)
        {
            return found.Losses.Mean();
        }

        found.Errors.Values.CopyTo(_errors);
        return (found.Losses * Tensor.Wrap(_batch.Weights, [_batch.Size])).Mean();
    }

    /// <summary>Targets follow, where it is time.</summary>
    public void MoveTargets()
    {
        foreach (TargetNetwork target in _targets)
        {
            target.Updated(Updates);
        }
    }

    private void SetTrainable(bool trainable)
    {
        foreach (Model critic in Critics)
        {
            critic.Parameters.Trainable = trainable;
        }
    }
}
