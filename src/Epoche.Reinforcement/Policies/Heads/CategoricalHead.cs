namespace Epoche;

/// <summary>One of several actions with the probabilities softmax(outputs); actions that a state forbids have the probability 0.</summary>
public sealed class CategoricalHead : ActionHead
{
    private readonly CategoricalParts _parts;

    /// <summary>Makes the head.</summary>
    /// <param name="actions">How many actions there are, from 1 to 2²⁴.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="actions"/> is out of its range.</exception>
    public CategoricalHead(int actions)
    {
        OptionChecks.AtLeastOne(actions, "actions");
        FloatIndex.RequireNameable(actions, "actions");
        _parts = new([actions]);
    }

    /// <inheritdoc/>
    public override int Outputs => _parts.Width;

    /// <inheritdoc/>
    /// <remarks>The index.</remarks>
    public override int ActionWidth => 1;

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
