using Epoche.Autodiff;

namespace Epoche.Tensors;

/// <summary>
/// Functions of tensors, for <c>using static Epoche.Tensors.Ops;</c>. Unless stated otherwise they act on each element and pass gradients.
/// </summary>
public static partial class Ops
{
    /// <summary>|x|.</summary>
    public static Tensor Abs(Tensor x) => OpTable.Apply(OpTable.Abs, x);

    /// <summary>x².</summary>
    public static Tensor Square(Tensor x) => OpTable.Apply(OpTable.Square, x);

    /// <summary>√x.</summary>
    public static Tensor Sqrt(Tensor x) => OpTable.Apply(OpTable.Sqrt, x);

    /// <summary>1/x.</summary>
    public static Tensor Reciprocal(Tensor x) => OpTable.Apply(OpTable.Reciprocal, x);

    /// <summary>eˣ.</summary>
    public static Tensor Exp(Tensor x) => OpTable.Apply(OpTable.Exp, x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => OpTable.Apply(OpTable.Log, x);

    /// <summary>eˣ − 1, also for small x, where the difference of <see cref="Exp"/> and 1 has no digits left.</summary>
    public static Tensor Expm1(Tensor x) => OpTable.Apply(OpTable.Expm1, x);

    /// <summary>ln(1 + x), also for small x, which the sum with 1 would swallow.</summary>
    public static Tensor Log1p(Tensor x) => OpTable.Apply(OpTable.Log1p, x);

    /// <summary>The sine, in radians.</summary>
    public static Tensor Sin(Tensor x) => OpTable.Apply(OpTable.Sin, x);

    /// <summary>The cosine, in radians.</summary>
    public static Tensor Cos(Tensor x) => OpTable.Apply(OpTable.Cos, x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => OpTable.Apply(OpTable.Tanh, x);

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) => OpTable.Apply(OpTable.Sigmoid, x);

    /// <summary>ln(1 + eˣ).</summary>
    public static Tensor Softplus(Tensor x) => OpTable.Apply(OpTable.Softplus, x);

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Tensor x) => OpTable.Apply(OpTable.Relu, x);

    /// <summary>x·Φ(x), the exact form with erf (Hendrycks and Gimpel 2016, arXiv:1606.08415).</summary>
    public static Tensor Gelu(Tensor x) => OpTable.Apply(OpTable.Gelu, x);

    /// <summary>The error function.</summary>
    public static Tensor Erf(Tensor x) => OpTable.Apply(OpTable.Erf, x);

    /// <summary>The smaller of each pair; shapes broadcast.</summary>
    public static Tensor Minimum(Tensor x, Tensor y) => OpTable.Apply(OpTable.Minimum, x, y);

    /// <summary>The larger of each pair; shapes broadcast.</summary>
    public static Tensor Maximum(Tensor x, Tensor y) => OpTable.Apply(OpTable.Maximum, x, y);

    /// <summary>1 where equal, else 0; shapes broadcast; no gradient.</summary>
    public static Tensor Equal(Tensor x, Tensor y) => OpTable.Apply(OpTable.EqualTo, x, y);

    /// <summary><paramref name="x"/> where the condition is not zero, else <paramref name="y"/>; all three broadcast.</summary>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y) => OpTable.Apply(OpTable.Where, [condition, x, y]);

    /// <summary>x held within [low, high]; the gradient passes where the bounds do not bite.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> exceeds <paramref name="high"/>.</exception>
    public static Tensor Clip(Tensor x, float low, float high) => low <= high
        ? OpTable.Apply(OpTable.Clip, x, new ClipArguments(low, high))
        : throw new ArgumentException($"Clip needs low ≤ high; received {low} and {high}.", nameof(low));

    /// <summary>Probabilities over the last axis.</summary>
    public static Tensor Softmax(Tensor x) => OpTable.Apply(OpTable.Softmax, x);

    /// <summary>Logarithms of the probabilities over the last axis.</summary>
    public static Tensor LogSoftmax(Tensor x) => OpTable.Apply(OpTable.LogSoftmax, x);

    /// <summary>ln Σ eˣ over the last axis, without overflow.</summary>
    public static Tensor LogSumExp(Tensor x, bool keepAxis = false) =>
        OpTable.Apply(OpTable.LogSumExp, x, OpTable.ReductionOver(x.Shape, [-1], keepAxis));

    /// <summary>Tensors one after the other along an axis.</summary>
    /// <exception cref="ArgumentException">No tensor, or shapes that differ on another axis.</exception>
    public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> tensors) => tensors.IsEmpty
        ? throw new ArgumentException("Concat needs one tensor at least.", nameof(tensors))
        : OpTable.Apply(OpTable.Concat, tensors, new AxisArguments(tensors[0].Shape.Axis(axis)));

    /// <summary>x·W + b for x [..., in], kernel [in, out], bias [out].</summary>
    public static Tensor Linear(Tensor x, Tensor kernel, Tensor bias) => OpTable.Apply(OpTable.Linear, [x, kernel, bias]);

    /// <summary>max(x·W + b, 0) in one pass.</summary>
    public static Tensor LinearRelu(Tensor x, Tensor kernel, Tensor bias) => OpTable.Apply(OpTable.LinearRelu, [x, kernel, bias]);
}
