namespace Epoche;

/// <summary>What the updates of a rollout measured, as means over them: what an agent reports of a policy that learns.</summary>
internal sealed class PolicyMeasures : IStateful
{
    private const int Columns = 7, Explained = Columns;

    private readonly double[] _sums = new double[Columns];
    private readonly float[] _means = new float[Columns + 1];
    private int _updates;

    /// <summary>Nothing is known yet.</summary>
    public PolicyMeasures() => Array.Fill(_means, float.NaN);

    /// <summary>The whole objective.</summary>
    public float Loss => _means[0];

    /// <summary>What of it improves the policy.</summary>
    public float PolicyLoss => _means[1];

    /// <summary>The mean squared error of values.</summary>
    public float ValueLoss => _means[2];

    /// <summary>The mean entropy in nats.</summary>
    public float Entropy => _means[3];

    /// <summary>How far the policy is from the one that acted: the mean of (r − 1) − ln r.</summary>
    public float ApproximateKl => _means[4];

    /// <summary>The share of actions whose ratio lies outside the clip range.</summary>
    public float ClipFraction => _means[5];

    /// <summary>The norm of the gradient before clipping.</summary>
    public float GradientNorm => _means[6];

    /// <summary>How much of the variance of returns the values explain, at most 1; NaN where returns do not vary.</summary>
    public float ExplainedVariance => _means[Explained];

    int IStateful.StateVersion => 2;

    /// <summary>A rollout begins to be learned from.</summary>
    public void Begin(RolloutBuffer rollout) => Begin(rollout.Values, rollout.Returns);

    /// <summary>What was seen under one policy begins to be learned from.</summary>
    public void Begin(ReadOnlySpan<float> values, ReadOnlySpan<float> returns)
    {
        Array.Clear(_sums);
        _updates = 0;
        _means[Explained] = ExplainedVarianceOf(values, returns);
    }

    /// <summary>Takes the measures of an update.</summary>
    public void Add(in PolicyTerms terms, StepReport step)
    {
        _updates++;
        ReadOnlySpan<double> columns =
            [step.Loss, terms.PolicyLoss, terms.ValueLoss, terms.Entropy, terms.ApproximateKl, terms.ClipFraction, step.GradientNorm];
        for (int i = 0; i < Columns; i++)
        {
            _sums[i] += columns[i];
            _means[i] = (float)(_sums[i] / _updates);
        }
    }

    /// <summary>Writes them under the tags that all runs have.</summary>
    public void Report(IRunWriter writer, long step)
    {
        writer.Scalar(RunTags.TrainLoss, step, Loss);
        writer.Scalar(RunTags.PolicyLoss, step, PolicyLoss);
        writer.Scalar(RunTags.ValueLoss, step, ValueLoss);
        writer.Scalar(RunTags.Entropy, step, Entropy);
        writer.Scalar(RunTags.ExplainedVariance, step, ExplainedVariance);
        writer.Scalar(RunTags.GradientNorm, step, GradientNorm);
    }

    /// <summary>1 − Var(returns − values)/Var(returns).</summary>
    public static float ExplainedVarianceOf(ReadOnlySpan<float> values, ReadOnlySpan<float> returns)
    {
        double error = 0, all = 0;
        for (int i = 0; i < returns.Length; i++)
        {
            error += (double)returns[i] - values[i];
            all += returns[i];
        }

        (error, all) = (error / returns.Length, all / returns.Length);
        double unexplained = 0, variance = 0;
        for (int i = 0; i < returns.Length; i++)
        {
            double off = (double)returns[i] - values[i] - error, from = returns[i] - all;
            (unexplained, variance) = (unexplained + (off * off), variance + (from * from));
        }

        return variance > 0 ? (float)(1 - (unexplained / variance)) : float.NaN;
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Write<float>("means", _means);
        to.Write<double>("sums", _sums);
        to.Write("updates", _updates);
    }

    void IStateful.LoadState(StateLoader from)
    {
        bool hasSums = from.Version > 1; // before, a checkpoint amid the updates of a rollout forgot those that it had seen
        int updates = hasSums ? from.Int32("updates", least: 0) : 0;
        from.Read<float>("means", _means);
        if (hasSums)
        {
            from.Read<double>("sums", _sums);
        }
        else
        {
            Array.Clear(_sums);
        }

        _updates = updates;
    }
}

/// <summary>What the objective of an update found on the way.</summary>
internal record struct PolicyTerms
{
    public double PolicyLoss { get; set; }

    public double ValueLoss { get; set; }

    public double Entropy { get; set; }

    public double ApproximateKl { get; set; }

    public double ClipFraction { get; set; }
}
