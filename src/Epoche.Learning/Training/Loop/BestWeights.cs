namespace Epoche;

/// <summary>The best weights so far, and the evaluation by which they are: the only "best so far" there is.</summary>
/// <param name="leastChange">By how much a score must be above the best to count, 0 or more. Default 0.</param>
public sealed class BestWeights(double leastChange = 0) : IStateful
{
    private float[][] _values = [];

    /// <summary>The evaluation of the best weights; null before the first.</summary>
    public LoopEvaluation? Evaluation { get; private set; }

    /// <summary>The step of it.</summary>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <summary>Keeps a copy of the weights where they are the best so far; a score that is NaN never is.</summary>
    /// <returns>Whether they are.</returns>
    public bool Offer(LoopEvaluation evaluation, long step, IReadOnlyList<ScopedSlab> weights)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(weights);
        Score least = Evaluation is { Score: var best } && Evaluation.Scale == evaluation.Scale ? best with { First = best.First + leastChange } : Score.Lowest;
        if (double.IsNaN(evaluation.Score.First) || evaluation.Score.CompareTo(least) <= 0)
        {
            return false;
        }

        (Evaluation, Step) = (evaluation, step);
        _values = _values.Length == weights.Count ? _values : [.. weights.Select(w => new float[w.Slab.Count])];
        for (int i = 0; i < _values.Length; i++)
        {
            weights[i].Slab.Values.CopyTo(_values[i]);
        }

        return true;
    }

    /// <summary>Writes them into slabs of the same sizes: those in training, or those of a clone.</summary>
    /// <returns>False where nothing was evaluated: the slabs are as they were.</returns>
    public bool CopyTo(params ReadOnlySpan<ParameterSlab> slabs)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].CopyTo(slabs[i].Values);
        }

        return _values.Length > 0;
    }

    /// <inheritdoc/>
    public void SaveState(StateSaver to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write("step", Step);
        LoopEvaluationState.Save(to, "evaluation", Evaluation);
        to.Write("slabs", _values.Length);
        for (int i = 0; i < _values.Length; i++)
        {
            to.Write<float>($"weights_{i}", _values[i]);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateLoader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        Step = from.Int64("step");
        Evaluation = LoopEvaluationState.Load(from, "evaluation");
        _values = [.. Enumerable.Range(0, from.Int32("slabs")).Select(i => from.Array<float>($"weights_{i}"))];
    }
}
