namespace Epoche;

/// <summary>
/// The best weights so far, and the evaluation by which they are: the only "best so far" there is. Without
/// weights it keeps the evaluation alone.
/// </summary>
public sealed class BestWeights : IStateful
{
    private readonly double _leastChange;
    private float[][] _values = [];

    /// <summary>Keeps nothing yet.</summary>
    /// <param name="leastChange">By how much a score must be above the best to count, finite and 0 or more. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public BestWeights(double leastChange = 0) =>
        _leastChange = leastChange >= 0 && double.IsFinite(leastChange) ? leastChange : throw new ArgumentOutOfRangeException(
            nameof(leastChange), leastChange, "Expected a least change that is finite and 0 or more.");

    /// <summary>What the weights are those of, where that is known: a loaded state has as many slabs of the same sizes, or none.</summary>
    internal Func<IReadOnlyList<ScopedSlab>?>? Of { get; init; }

    /// <summary>The evaluation of the best weights; null before the first.</summary>
    public LoopEvaluation? Evaluation { get; private set; }

    /// <summary>The step of it.</summary>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <summary>
    /// Keeps a copy of the weights where they are the best so far: the first ever, the first on their <see cref="LoopEvaluation.Scale"/>,
    /// or above the best by more than the least change. A score that is NaN never is.
    /// </summary>
    /// <param name="evaluation">What they reached.</param>
    /// <param name="step">When.</param>
    /// <param name="weights">The weights; empty: the evaluation is kept alone.</param>
    /// <returns>Whether they are.</returns>
    public bool Offer(LoopEvaluation evaluation, long step, IReadOnlyList<ScopedSlab> weights)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(weights);
        for (int i = 0; i < weights.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(weights[i].Slab, nameof(weights));
        }

        bool isFirst = Evaluation is null || Evaluation.Scale != evaluation.Scale;
        if (double.IsNaN(evaluation.Score.First) || (!isFirst && evaluation.Score.CompareTo(Least(Evaluation!.Score)) <= 0))
        {
            return false;
        }

        (Evaluation, Step) = (evaluation, step);
        _values = Fits(weights) ? _values : [.. weights.Select(w => new float[w.Slab.Count])];
        for (int i = 0; i < _values.Length; i++)
        {
            weights[i].Slab.Values.CopyTo(_values[i]);
        }

        return true;
    }

    /// <summary>Writes them into slabs of the same sizes: those in training, or those of a clone.</summary>
    /// <returns>False where no weights are kept: the slabs are as they were.</returns>
    /// <exception cref="ArgumentException">They are not as many, or of other sizes.</exception>
    public bool CopyTo(params ReadOnlySpan<ParameterSlab> slabs)
    {
        if (_values.Length == 0)
        {
            return false;
        }

        bool fits = slabs.Length == _values.Length;
        for (int i = 0; fits && i < slabs.Length; i++)
        {
            fits = slabs[i].Count == _values[i].Length;
        }

        if (!fits)
        {
            throw new ArgumentException(
                $"The best weights are slabs of {string.Join(", ", _values.Select(v => v.Length))} numbers; received slabs of "
                + $"{string.Join(", ", slabs.ToArray().Select(s => s.Count))}. Give those in training, or those of a clone, "
                + "in their order.", nameof(slabs));
        }

        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].CopyTo(slabs[i].Values);
        }

        return true;
    }

    /// <summary>Lets go of the weights, which are as large as the model; the evaluation stays.</summary>
    internal void ForgetWeights() => _values = [];

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
        long step = from.Count("step");
        LoopEvaluation? evaluation = LoopEvaluationState.Load(from, "evaluation");
        int slabs = from.Int32("slabs");
        if (Of?.Invoke() is { } weights && slabs != 0)
        {
            RequireFits(from, slabs, weights);
        }
        else if (slabs < 0)
        {
            throw from.Mismatch("slabs", "0 or more", $"{slabs}");
        }

        float[][] values = [.. Enumerable.Range(0, slabs).Select(i => from.Array<float>($"weights_{i}"))];
        (Step, Evaluation, _values) = (step, evaluation, values);
    }

    private static void RequireFits(StateLoader from, int slabs, IReadOnlyList<ScopedSlab> weights)
    {
        if (slabs != weights.Count)
        {
            throw from.Mismatch("slabs", $"the weights of {weights.Count} slabs, or none", $"{slabs}");
        }

        for (int i = 0; i < slabs; i++)
        {
            from.RequireCount<float>($"weights_{i}", weights[i].Slab.Count);
        }
    }

    private Score Least(Score best) => _leastChange == 0 ? best : new Score(best.First + _leastChange, double.PositiveInfinity);

    private bool Fits(IReadOnlyList<ScopedSlab> weights)
    {
        bool fits = _values.Length == weights.Count;
        for (int i = 0; fits && i < _values.Length; i++)
        {
            fits = _values[i].Length == weights[i].Slab.Count;
        }

        return fits;
    }
}
