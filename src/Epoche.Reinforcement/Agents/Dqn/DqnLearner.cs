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

    public Sequential Online { get; }

    public Sequential Target { get; }

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

    private static Sequential BuildNetwork(EnvironmentSpec spec, DqnOptions options)
    {
        Sequential network = options.Network(spec) ?? throw new ArgumentException("DqnOptions.Network gave null.", nameof(options));
        if (options.NormalizeObservations && network.Layers is not [Normalization, ..])
        {
            network = network.IsBuilt
                ? throw new ArgumentException("NormalizeObservations puts a normalization in front of the network, which must not be built yet; or let its first layer be one.", nameof(options))
                : [new Normalization(limit: 10), .. network.Layers];
        }

        if (!network.IsBuilt)
        {
            network.Build(spec.Observation, options.Seed);
        }

        Shape wanted = [spec.Actions.Count];
        return network.InputShape == spec.Observation && network.OutputShape == wanted
            ? network
            : throw new ArgumentException(
                $"DqnOptions.Network must map observations of shape {spec.Observation} to {spec.Actions.Count} values, one for each action of {spec.Name}; it maps {network.InputShape} to {network.OutputShape}.",
                nameof(options));
    }

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
