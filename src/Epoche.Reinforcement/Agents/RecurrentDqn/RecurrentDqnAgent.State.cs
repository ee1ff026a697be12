namespace Epoche;

public sealed partial class RecurrentDqnAgent
{
    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        to.Part("trainer", _trainer); // with the online network
        to.Part("target", _target);
        to.Write("exploration", _exploration);
        to.Write("sampling", _sampling);
        to.Write<float>("last", [_last.Loss, _last.GradientNorm, _meanQ]);
        to.Write("remembers", _replay is not null);
        if (_replay is not null)
        {
            to.Part("replay", _replay);
            to.Part("windows", _windows!);
            to.Write<float>("states", _states);
        }
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        from.Part("trainer", _trainer);
        from.Part("target", _target);
        (Rng exploration, Rng sampling) = (from.Random("exploration"), from.Random("sampling"));
        float[] last = new float[3];
        from.Read<float>("last", last);
        if (from.Boolean("remembers") is var remembers && remembers != _replay is not null)
        {
            throw from.Mismatch("remembers", _replay is null ? "no memory before the first step" : "a memory", remembers ? "one" : "none");
        }

        if (_replay is not null)
        {
            SequenceStore.RequireFinite(from, "states", _states.Length);
            from.Part("replay", _replay);
            from.Part("windows", _windows!);
            from.Read<float>("states", _states);
        }

        (_exploration, _sampling, _last, _meanQ) = (exploration, sampling, new(last[0], last[1]), last[2]);
    }

    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Scalar(RunTags.TrainLoss, step, _last.Loss);
        writer.Scalar(RunTags.GradientNorm, step, _last.GradientNorm);
        writer.Scalar(RunTags.MeanQ, step, _meanQ);
        writer.Scalar(RunTags.Epsilon, step, Epsilon(step));
        if (_options.Sequences.Priorities is { } priorities)
        {
            writer.Scalar(RunTags.Importance, step, priorities.Importance.At(Math.Max(1, Updates)));
        }

        _trainer.ReportLearningRate(writer, step);
    }
}
