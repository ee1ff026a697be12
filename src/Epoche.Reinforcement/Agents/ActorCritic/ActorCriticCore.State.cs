namespace Epoche;

/// <content>What is saved, and what is reported.</content>
internal sealed partial class ActorCriticCore
{
    /// <summary>The learning rates as they are now.</summary>
    public (float? Actor, float? Critic) LearningRates => (RateOf(_actorTrainer), RateOf(_criticTrainer));

    /// <summary>Writes all of it.</summary>
    public void Save(StateSaver to)
    {
        to.Part("actor", _actorTrainer); // with the networks
        to.Part("critics", _criticTrainer);
        for (int i = 0; i < _targets.Length; i++)
        {
            to.Part($"target_{i}", _targets[i]);
        }

        to.Write("exploration", _exploration);
        to.Write("sampling", _sampling);
        to.Write<float>("noise", _noise);
        to.Write<float>("held", _held);
        to.Write<int>("held_for", _heldFor);
        Last.Save(to);
        to.Write("remembers", _replay is not null);
        if (_replay is not null)
        {
            to.Log("replay", _replay);
            _replay.SavePriorities(to);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(StateLoader from)
    {
        from.Part("actor", _actorTrainer);
        from.Part("critics", _criticTrainer);
        for (int i = 0; i < _targets.Length; i++)
        {
            from.Part($"target_{i}", _targets[i]);
        }

        (Rng exploration, Rng sampling) = (from.Random("exploration"), from.Random("sampling"));
        float[] noise = new float[_noise.Length], held = new float[_held.Length];
        int[] heldFor = new int[_heldFor.Length];
        from.Read<float>("noise", noise);
        from.Read<float>("held", held);
        from.Read<int>("held_for", heldFor);
        Require(from, noise, held, heldFor);
        ActorCriticFigures last = ActorCriticFigures.Load(from);
        if (from.Boolean("remembers") is var remembers && remembers != _replay is not null)
        {
            throw from.Mismatch("remembers", _replay is null ? "no memory before the first step" : "a memory", remembers ? "one" : "none");
        }

        if (_replay is not null)
        {
            from.Log("replay", _replay);
            _replay.LoadPriorities(from);
        }

        (_exploration, _sampling, Last) = (exploration, sampling, last);
        (_noise, _held, _heldFor) = (noise, held, heldFor);
    }

    /// <summary>Writes what all of them report.</summary>
    public void Report(IRunWriter writer, long step)
    {
        writer.Scalar(RunTags.ActorLoss, step, Last.Actor.Loss);
        writer.Scalar(RunTags.CriticLoss, step, Last.Critic.Loss);
        writer.Scalar(RunTags.MeanQ, step, Last.MeanQ);
        writer.Scalar(RunTags.ActorGradientNorm, step, Last.Actor.GradientNorm);
        writer.Scalar(RunTags.CriticGradientNorm, step, Last.Critic.GradientNorm);
        if (_options.Replay.Priorities is { } priorities)
        {
            writer.Scalar(RunTags.Importance, step, priorities.Importance.At(Math.Max(1, Updates)));
        }

        (float? actor, float? critic) = LearningRates;
        if (critic is { } rate)
        {
            writer.Scalar(RunTags.LearningRate, step, rate);
        }

        if (actor is { } other && actor != critic)
        {
            writer.Scalar(RunTags.ActorLearningRate, step, other);
        }
    }

    private static float? RateOf(Trainer trainer) => trainer.Optimizer.LearningRate?.At(Math.Max(1, trainer.StepCount));

    private void Require(StateLoader from, float[] noise, float[] held, int[] heldFor)
    {
        if (!noise.All(float.IsFinite))
        {
            throw from.Mismatch("noise", "finite numbers", "others");
        }

        if (!held.All(value => value is >= -1 and <= 1))
        {
            throw from.Mismatch("held", "numbers from -1 to 1", "others");
        }

        if (!heldFor.All(steps => steps >= 0 && steps <= _options.WarmUpHold))
        {
            throw from.Mismatch("held_for", $"0 to {_options.WarmUpHold} steps", "others");
        }
    }
}

/// <summary>What the last updates did; NaN before the first.</summary>
/// <param name="Actor">The actor's loss and gradient.</param>
/// <param name="Critic">The critics' loss and gradient.</param>
/// <param name="MeanQ">The mean value of the batch's actions.</param>
internal readonly record struct ActorCriticFigures(StepReport Actor, StepReport Critic, float MeanQ)
{
    /// <summary>Those before the first update.</summary>
    public static ActorCriticFigures None { get; } = new(new(float.NaN, float.NaN), new(float.NaN, float.NaN), float.NaN);

    /// <summary>Writes them.</summary>
    public void Save(StateSaver to) =>
        to.Write<float>("last", [Actor.Loss, Actor.GradientNorm, Critic.Loss, Critic.GradientNorm, MeanQ]);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static ActorCriticFigures Load(StateLoader from)
    {
        float[] last = new float[5];
        from.Read<float>("last", last);
        return new(new(last[0], last[1]), new(last[2], last[3]), last[4]);
    }
}
