using System.Buffers;
using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>One of several classes, as its index.</summary>
public sealed class Categorical : Distribution
{
    private readonly Tensor _logits;
    private readonly Shape _shape;
    private Constraint? _support;

    private Categorical(Tensor logits, string what)
    {
        Shape shape = logits.Shape;
        if (shape.Rank == 0 || shape[-1] == 0)
        {
            string received = shape.Rank == 0 ? "a scalar" : $"{shape}";
            throw new ArgumentException($"Categorical: expected {what} [..., classes] of at least one class; received {received}.", what);
        }

        FloatIndex.RequireNameable(shape[-1], "classes", what);
        FloatIndex.RequireNameable(shape.ElementCount / shape[-1], "draws of a class", what); // which find their logits by an index
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

    /// <summary>From what a network gives: any real numbers.</summary>
    /// <param name="logits">
    /// [..., classes], unnormalised logarithms of the probabilities, −∞ for classes that cannot be, but not for
    /// all; a draw has the shape [...].
    /// </param>
    /// <exception cref="ArgumentException">The logits have no axis, or an empty one; one is NaN or ∞, or all of a row are −∞.</exception>
    public static Categorical OfLogits(Tensor logits)
    {
        Categorical result = new(logits, nameof(logits));
        result.RequireRange();
        return result;
    }

    /// <summary>From probabilities. Those of 0 are exact and take no part in gradients; a network should give logits.</summary>
    /// <param name="probabilities">[..., classes], each 0 or more, not all 0; they need not sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// The probabilities have no axis, or an empty one; one is not finite or negative; all of a row are 0.
    /// </exception>
    public static Categorical OfProbabilities(Tensor probabilities)
    {
        bool isPositive = Reduce.IsBetween(probabilities.Values, 0, float.PositiveInfinity);
        Tensor possible = isPositive ? probabilities : Where(probabilities > 0, probabilities, 1);
        Tensor logarithms = isPositive ? Log(possible) : Where(probabilities > 0, Log(possible), float.NegativeInfinity);
        Categorical result = new(logarithms, nameof(probabilities));
        Refuse(
            nameof(Categorical),
            Outside(nameof(probabilities), probabilities, -float.Epsilon, float.PositiveInfinity, "a finite number of 0 or more")
            ?? Impossible(nameof(probabilities), probabilities, nothing: 0, "a number above 0"));
        return result;
    }

    /// <summary>The logarithm of the probability of each element, −∞ for what is no class.</summary>
    /// <param name="value">Classes, of a shape that broadcasts with <see cref="Shape"/>.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a logit is out of range.</exception>
    public override Tensor LogDensity(Tensor value)
    {
        Tensor? outside = MarkOutside(ref value);
        Shape joint = Broadcast.Shape(value.Shape, _shape);
        value = value.Shape == joint ? value : value.BroadcastTo(joint);
        return InRange(Except(outside, -SoftmaxCrossEntropy(joint == _shape ? _logits : Widened(joint), value)));
    }

    /// <inheritdoc/>
    public override Tensor Entropy() => InRange(-(Softmax(_logits) * FiniteLogarithms(_logits)).Sum(axis: -1));

    /// <inheritdoc/>
    protected internal override Tensor Draw(ref Rng random, Shape shape)
    {
        // The inverse of the distribution function, in double precision: rare classes come as often as they should.
        Tensor logits = _logits.StopGradient(), weights = Exp(logits - logits.Max(-1, keepAxes: true));
        Tensor draws = _shape == shape ? Rows() : Rows().BroadcastTo(shape);
        int classes = _logits.Length(-1);
        double[] reached = ArrayPool<double>.Shared.Rent(weights.Count);
        Accumulate(weights.Values, classes, reached);
        foreach (ref float draw in draws.Span)
        {
            draw = Find(reached.AsSpan((int)draw * classes, classes), random.NextDouble());
        }

        ArrayPool<double>.Shared.Return(reached);
        return draws;
    }

    internal override Flaw? FindFlaw() =>
        NotUpTo("logits", _logits, float.MaxValue, "a finite number or −∞")
        ?? Impossible("logits", _logits, float.NegativeInfinity, "a finite number");

    /// <summary>
    /// The logarithms of the probabilities, also of one that is nearly 1, where the sum over all classes would round to 1; of classes that
    /// cannot be, a finite number, for 0·ln 0 is 0.
    /// </summary>
    internal static Tensor FiniteLogarithms(Tensor logits)
    {
        Tensor shifted = logits - logits.Max(-1, keepAxes: true).StopGradient(), isLargest = Equal(shifted, 0), weights = Exp(shifted);
        Tensor largest = (weights * isLargest).Sum(-1, keepAxes: true), others = Where(isLargest, 0, weights).Sum(-1, keepAxes: true);
        Tensor logarithms = shifted - Log(largest) - Log1p(others / largest);
        return Reduce.IsFinite(logits.Values) ? logarithms : Clip(logarithms, float.MinValue, 0);
    }

    /// <summary>A row in which no class can be.</summary>
    private static Flaw? Impossible(string name, Tensor parameter, float nothing, string expected)
    {
        ReadOnlySpan<float> values = parameter.Values;
        int classes = parameter.Length(-1);
        for (int row = 0; row < values.Length; row += classes)
        {
            if (!values.Slice(row, classes).ContainsAnyExcept(nothing))
            {
                return new Flaw(name, parameter, row, nothing, $"{expected} of at least one class");
            }
        }

        return null;
    }

    /// <summary>Sums of weights, row by row.</summary>
    private static void Accumulate(ReadOnlySpan<float> weights, int classes, Span<double> reached)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            reached[i] = weights[i] + (i % classes == 0 ? 0 : reached[i - 1]);
        }
    }

    /// <summary>The first class whose sum lies above u of the whole: never one of weight 0.</summary>
    private static int Find(ReadOnlySpan<double> reached, double u)
    {
        double point = Math.Min(u * reached[^1], Math.BitDecrement(reached[^1]));
        int low = 0, high = reached.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = reached[middle] > point ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>0, 1, 2, … of the shape of a draw: the row of logits of each.</summary>
    private Tensor Rows()
    {
        Tensor rows = Tensor.Uninitialized(_shape);
        Span<float> values = rows.Span;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        return rows;
    }

    private Tensor Widened(Shape shape)
    {
        Span<int> sizes = stackalloc int[shape.Rank + 1];
        shape.CopyTo(sizes);
        sizes[^1] = _logits.Length(-1);
        return _logits.BroadcastTo(Shape.Create(sizes));
    }
}
