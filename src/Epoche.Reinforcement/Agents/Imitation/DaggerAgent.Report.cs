namespace Epoche;

public sealed partial class DaggerAgent
{
    /// <inheritdoc/>
    protected internal override void Report(IRunWriter writer, long step)
    {
        writer.Scalar(RunTags.TrainLoss, step, _last.Loss);
        writer.Scalar(RunTags.GradientNorm, step, _last.GradientNorm);
        writer.Scalar(_layout.IsContinuous ? RunTags.Disagreement : RunTags.Agreement, step, _agreement);
        writer.Scalar(RunTags.ExpertShare, step, _options.Beta.At(_iteration));
        writer.Scalar(RunTags.Labels, step, _memory.Written);
        _trainer.ReportLearningRate(writer, step);
    }

    /// <inheritdoc/>
    protected internal override void Save(StateSaver to)
    {
        to.Part("trainer", _trainer); // with the network
        to.Write("mixing", _mixing);
        to.Write("fitting", _fitting);
        to.Write("iteration", _iteration);
        to.Write("agreed", _agreed.Sum);
        to.Write("compared", _agreed.Count);
        to.Write("agreement", _agreement);
        to.Write<float>("last", [_last.Loss, _last.GradientNorm]);
        to.Log("pairs", _memory);
        if (_expert is IStateful expert)
        {
            to.Part("expert", expert);
        }
    }

    /// <inheritdoc/>
    protected internal override void Load(StateLoader from)
    {
        long iteration = from.Count("iteration"), compared = from.Count("compared");
        (double agreed, double agreement) = (from.Double("agreed"), from.Double("agreement"));
        double most = _layout.IsContinuous ? double.MaxValue : compared;
        if (!(agreed >= 0 && agreed <= most))
        {
            throw from.Mismatch("agreed", $"a sum over {compared} states", $"{agreed}");
        }

        (Rng mixing, Rng fitting) = (from.Random("mixing"), from.Random("fitting"));
        float[] last = new float[2];
        from.Read<float>("last", last);
        from.Part("trainer", _trainer);
        from.Log("pairs", _memory);
        if (_expert is IStateful expert)
        {
            from.Part("expert", expert);
        }
        else
        {
            _expert.Begin(_pending.Lanes); // an expert without memory: it only makes room
        }

        (_mixing, _fitting, _iteration) = (mixing, fitting, iteration);
        (_agreed, _agreement, _last) = ((agreed, compared), agreement, new(last[0], last[1]));
    }
}
