namespace Epoche;

/// <summary>
/// Several choices at once, each one of several and independent of the others given the observation: log-probabilities and entropies add
/// up. The outputs are the logits of the first part, then those of the second, and so on; masks lie the same way. What a state forbids in
/// a part has the probability 0.
/// </summary>
public sealed class MultiCategoricalHead : ActionHead
{
    private readonly CategoricalParts _parts;

    /// <summary>Makes the head.</summary>
    /// <param name="counts">How many choices each part has, each at least 1.</param>
    /// <exception cref="ArgumentException">There is no part, or one has no choice or more than 2²⁴.</exception>
    public MultiCategoricalHead(params ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty)
        {
            throw new ArgumentException("A head of several choices has at least one part; received no counts.", nameof(counts));
        }

        foreach (int count in counts)
        {
            OptionChecks.AtLeastOne(count, "choices of a part");
            FloatIndex.RequireNameable(count, "choices of a part");
        }

        _parts = new(counts.ToArray());
    }

    /// <inheritdoc/>
    public override int Outputs => _parts.Width;

    /// <inheritdoc/>
    /// <remarks>One index for each part.</remarks>
    public override int ActionWidth => _parts.Count;

    /// <inheritdoc/>
    public override int MaskWidth => _parts.Width;

    /// <inheritdoc/>
    public override void Sample(
        ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, ref Rng random, Span<float> actions, Span<float> logDensities)
    {
        int rows = HeadChecks.Rows(this, outputs, allowed, actions);
        HeadChecks.RequireRoom(this, rows, logDensities.Length, nameof(logDensities));
        _parts.Sample(outputs, allowed, rows, ref random, actions, logDensities);
    }

    /// <inheritdoc/>
    public override void Mode(ReadOnlySpan<float> outputs, ReadOnlySpan<bool> allowed, Span<float> actions) =>
        _parts.Mode(outputs, allowed, HeadChecks.Rows(this, outputs, allowed, actions), actions);

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor outputs, Tensor actions, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, actions, allowed);
        return _parts.LogDensity(outputs, actions, allowed);
    }

    /// <inheritdoc/>
    public override Tensor Entropy(Tensor outputs, Tensor? allowed)
    {
        HeadChecks.RequireShapes(this, outputs, allowed);
        return _parts.Entropy(outputs, allowed);
    }

    /// <inheritdoc/>
    public override void ToEnvironment(ReadOnlySpan<float> actions, PolicyActions to) => HeadChecks.ToIndices(this, actions, to);
}
