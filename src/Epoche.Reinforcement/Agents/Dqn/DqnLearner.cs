namespace Epoche;

/// <summary>The learning half of a DQN agent: online and target network, optimizer, and when the target follows.</summary>
internal sealed partial class DqnLearner
{
    private readonly DqnOptions _options;
    private readonly Trainer _trainer;
    private readonly TransitionBatch _batch;
    private readonly Objective<TransitionBatch> _objective;
    private readonly StepArena _arena = new();
    private Rng _random;
    private StepReport _last = new(float.NaN, float.NaN);

    public DqnLearner(EnvironmentSpec spec, DqnOptions options)
    {
        _options = options;
        Online = BuildNetwork(spec, options);
        Target = Online.Clone();
        Target.Parameters.Trainable = false;
        _trainer = new(new() { Optimizer = options.Optimizer, ClipNorm = options.ClipNorm, ClipValue = options.ClipValue, Seed = options.Seed }, Online.Parameters);
        _batch = new(spec, options.BatchSize);
        _objective = b => DqnObjective.Loss(Online, Target, b.AsTensors(), options.DoubleQ, options.HuberDelta);
        _random = Rng.Stream(options.Seed, "replay");
    }

    public Model Online { get; }

    public Model Target { get; }

    public long Updates => _trainer.StepCount;

    public StepReport Last => _last;

    /// <summary>One training: as many updates as the options ask for, each on a batch of its own.</summary>
    /// <exception cref="NonFiniteException">A loss or gradient is NaN or infinite; the weights are those before that update.</exception>
    public void Learn(ReplayBuffer replay)
    {
        for (int i = 0; i < _options.UpdatesPerTraining; i++)
        {
            replay.Sample(ref _random, _batch);
            _last = _trainer.Step(_objective, _batch);
            if (_options.TargetEveryUpdates is { } every && Updates % every == 0)
            {
                MoveTarget();
            }
        }
    }

    /// <summary>Counts environment steps for the target network, independently of when training is due.</summary>
    public void Stepped(long before, long now)
    {
        if (_options.TargetEverySteps is { } every)
        {
            for (long due = (now / every) - (before / every); due > 0; due--)
            {
                MoveTarget();
            }
        }
    }

    /// <summary>The mean over the last batch of the greatest action value.</summary>
    public float MeanQ()
    {
        if (Updates == 0)
        {
            return float.NaN;
        }

        if (Updates == _loadedUpdates)
        {
            return _loadedMeanQ;
        }

        using (_arena.Step())
        using (Tape.Pause())
        {
            return Online.Call(_batch.AsTensors().S_tm1).Max(1).Mean().Item();
        }
    }

    /// <summary>The values of all actions on the last batch, <c>[batch, actions]</c>; empty before the first update.</summary>
    public float[] ActionValues()
    {
        if (Updates == 0)
        {
            return [];
        }

        if (Updates == _loadedUpdates)
        {
            return [.. _loadedActionValues];
        }

        using (_arena.Step())
        using (Tape.Pause())
        {
            return Online.Call(_batch.AsTensors().S_tm1).ToArray();
        }
    }

    private static Model BuildNetwork(EnvironmentSpec spec, DqnOptions options) =>
        NetworkBuilding.Of(options.Network, nameof(DqnOptions.Network), spec, options.NormalizeObservations, options.Seed);

    private void MoveTarget()
    {
        if (_options.TargetTau == 1)
        {
            Target.Parameters.CopyFrom(Online.Parameters);
        }
        else
        {
            Target.Parameters.Polyak(Online.Parameters, _options.TargetTau);
        }
    }
}
