using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>One of several classes, as its index.</summary>
public sealed class Categorical : Distribution
{
    private readonly Tensor _logits;
    private readonly Shape _shape;
    private Constraint? _support;

    /// <summary>Makes the distribution.</summary>
    /// <param name="logits">[..., classes], unnormalised logarithms of the probabilities, −∞ for classes that cannot be, but not for all; a draw has the shape [...].</param>
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

    /// <summary>From probabilities [..., classes], each 0 or more, not all 0; they need not sum to 1.</summary>
    public static Categorical OfProbabilities(Tensor probabilities) => new(Log(probabilities));

    /// <inheritdoc/>
    public override Tensor LogDensity(Tensor value) => -SoftmaxCrossEntropy(value.Shape == _shape ? _logits : Widened(value.Shape), value);

    /// <inheritdoc/>
    public override Tensor Entropy() => -(Softmax(_logits) * FiniteLogarithms(_logits)).Sum(axis: -1);

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        // The largest of logit − ln(−ln u) is the class (Gumbel 1954); u lies in (0, 1).
        Tensor logits = Widened(shape).StopGradient();
        Tensor u = Tensor.Uniform(logits.Shape, ref random, 1f / (1 << 25));
        return (logits - Log(-Log(u))).ArgMax(-1);
    }

    internal override Flaw? FindFlaw() => NotUpTo("logits", _logits, float.MaxValue, "a finite number or −∞") ?? Impossible();

    /// <summary>The logarithms of the probabilities; of classes that cannot be, a finite number, for 0·ln 0 is 0.</summary>
    internal static Tensor FiniteLogarithms(Tensor logits)
    {
        Tensor logarithms = LogSoftmax(logits);
        return Reduce.IsFinite(logits.Values) ? logarithms : Clip(logarithms, float.MinValue, 0);
    }

    /// <summary>A row in which no class can be.</summary>
    private Flaw? Impossible()
    {
        ReadOnlySpan<float> values = _logits.Values;
        int classes = _logits.Length(-1);
        for (int row = Reduce.IsFinite(values) ? values.Length : 0; row < values.Length; row += classes)
        {
            if (!values.Slice(row, classes).ContainsAnyExcept(float.NegativeInfinity))
            {
                return new Flaw("logits", _logits, row, float.NegativeInfinity, "a finite number of at least one class");
            }
        }

        return null;
    }

    private Tensor Widened(Shape shape)
    {
        Span<int> sizes = stackalloc int[shape.Rank + 1];
        shape.CopyTo(sizes);
        sizes[^1] = _logits.Length(-1);
        return _logits.BroadcastTo(Shape.Create(sizes));
    }
}
