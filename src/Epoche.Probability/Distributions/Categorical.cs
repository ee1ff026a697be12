using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>One of several classes, as its index.</summary>
public sealed class Categorical : Distribution
{
    private readonly Tensor _logits;
    private readonly Shape _shape;
    private Constraint? _support;

    /// <summary>Makes the distribution.</summary>
    /// <param name="logits">[..., classes], unnormalised logarithms of the probabilities; a draw has the shape [...].</param>
    /// <exception cref="ArgumentException">The logits have no axis.</exception>
    public Categorical(Tensor logits)
    {
        Shape shape = logits.Shape;
        if (shape.Rank == 0)
        {
            throw new ArgumentException("Categorical: expected logits [..., classes]; received a scalar.", nameof(logits));
        }

        Span<int> sizes = stackalloc int[Shape.MaxRank];
        shape.CopyTo(sizes);
        _logits = logits;
        _shape = Shape.Create(sizes[..(shape.Rank - 1)]);
    }

    /// <summary>[..., classes], unnormalised.</summary>
    public Tensor Logits => _logits;

    /// <inheritdoc/>
    public override Shape Shape => _shape;

    /// <inheritdoc/>
    public override Constraint Support => _support ??= Constraint.Classes(_logits.Length(-1));

    /// <inheritdoc/>
    public override bool IsReparameterized => false;

    /// <summary>From probabilities [..., classes], each above 0; they need not sum to 1.</summary>
    public static Categorical OfProbabilities(Tensor probabilities) => new(Log(probabilities));

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) => -SoftmaxCrossEntropy(value.Shape == _shape ? _logits : Widened(value.Shape), value);

    /// <inheritdoc/>
    public override Tensor Entropy() => -(Softmax(_logits) * LogSoftmax(_logits)).Sum(axis: -1);

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        // The largest of logit − ln(−ln u) is the class (Gumbel 1954); u lies in (0, 1).
        Tensor logits = Widened(shape).StopGradient();
        Tensor u = Tensor.Uniform(logits.Shape, ref random, 1f / (1 << 25));
        return (logits - Log(-Log(u))).ArgMax(-1);
    }

    internal override Flaw? FindFlaw() => NotFinite("logits", _logits);

    private Tensor Widened(Shape shape)
    {
        Span<int> sizes = stackalloc int[shape.Rank + 1];
        shape.CopyTo(sizes);
        sizes[^1] = _logits.Length(-1);
        return _logits.BroadcastTo(Shape.Create(sizes));
    }
}
