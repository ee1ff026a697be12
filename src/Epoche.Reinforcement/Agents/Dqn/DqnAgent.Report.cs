namespace Epoche;

public sealed partial class DqnAgent
{
    private const int ValueBuckets = 30;

    private long _loadedUpdates = -1;
    private float _loadedMeanQ;
    private float[] _loadedActionValues = [];

    /// <summary>The values of all actions on the batch of the last update, <c>[batch, actions]</c>; empty before the first.</summary>
    public float[] ActionValues()
    {
        if (Updates == 0 || Updates == _loadedUpdates)
        {
            return Updates == 0 ? [] : [.. _loadedActionValues];
        }

        using (_arena.Step())
        using (Tape.Pause())
        {
            return _online.Call(_batch.AsTensors().S_tm1).ToArray();
        }
    }

    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        to.Part("trainer", _trainer); // with the online network
        to.Part("target", _target);
        to.Write("exploration", _exploration);
        to.Write("sampling", _sampling);
        if (_isNoisy)
        {
            to.Write("noise", _noise);
        }

        to.Write<float>("last", [_last.Loss, _last.GradientNorm, MeanQ()]);
        to.Write<float>("action_values", ActionValues()); // instead of the last batch, which is good for nothing else until the next update
        to.Write("remembers", _replay is not null);
        if (_replay is not null)
        {
            to.Log("replay", _replay);
            _replay.SavePriorities(to);
        }
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        from.Part("trainer", _trainer);
        from.Part("target", _target);
        (Rng exploration, Rng sampling) = (from.Random("exploration"), from.Random("sampling"));
        Rng noise = _isNoisy ? from.Random("noise") : _noise;
        float[] last = new float[3];
        from.Read<float>("last", last);
        from.RequireCount<float>("action_values", Updates == 0 ? 0 : _options.BatchSize * Spec.Actions.Count);
        if (from.Boolean("remembers") is var remembers && remembers != _replay is not null)
        {
            throw from.Mismatch("remembers", _replay is null ? "no memory before the first step" : "a memory", remembers ? "one" : "none");
        }

        if (_replay is not null)
        {
            from.Log("replay", _replay);
            _replay.LoadPriorities(from);
        }

        (_exploration, _sampling, _noise, _last) = (exploration, sampling, noise, new(last[0], last[1]));
        (_loadedUpdates, _loadedMeanQ, _loadedActionValues) = (Updates, last[2], from.Array<float>("action_values"));
    }

    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step)
    {
        writer.Scalar(RunTags.TrainLoss, step, _last.Loss);
        writer.Scalar(RunTags.GradientNorm, step, _last.GradientNorm);
        writer.Scalar(RunTags.MeanQ, step, MeanQ());
        writer.Scalar(RunTags.Epsilon, step, Epsilon(step));
        if (_options.Temperature is { } temperature)
        {
            writer.Scalar(RunTags.Temperature, step, temperature.At(step));
        }

        if (_options.Replay.Priorities is { } priorities)
        {
            writer.Scalar(RunTags.Importance, step, priorities.Importance.At(Math.Max(1, Updates)));
        }
        _trainer.ReportLearningRate(writer, step);
    }

    /// <inheritdoc/>
    protected internal override void ReportDistributions(IRunWriter writer, long step) =>
        writer.Histogram(RunTags.ActionValues, step, ActionValues(), ValueBuckets);

    /// <summary>The mean over the last batch of the greatest action value; NaN before the first.</summary>
    private float MeanQ()
    {
        if (Updates == 0 || Updates == _loadedUpdates)
        {
            return Updates == 0 ? float.NaN : _loadedMeanQ;
        }

        using (_arena.Step())
        using (Tape.Pause())
        {
            return _online.Call(_batch.AsTensors().S_tm1).Max(1).Mean().Item();
        }
    }
}
