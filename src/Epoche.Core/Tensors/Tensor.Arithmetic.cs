using Epoche.Autodiff;

namespace Epoche;

public readonly partial struct Tensor
{
    /// <summary>A number where a tensor is wanted: a tensor of rank 0.</summary>
    public static implicit operator Tensor(float value) => Scalar(value);

    /// <summary>The sum; shapes broadcast as in NumPy.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => OpTable.Apply(OpTable.Add, left, right);

    /// <summary>The difference; shapes broadcast.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => OpTable.Apply(OpTable.Subtract, left, right);

    /// <summary>The product of elements; shapes broadcast. <see cref="MatMul"/> is the matrix product.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => OpTable.Apply(OpTable.Multiply, left, right);

    /// <summary>The quotient of elements; shapes broadcast.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => OpTable.Apply(OpTable.Divide, left, right);

    /// <summary>The negative.</summary>
    public static Tensor operator -(Tensor value) => OpTable.Apply(OpTable.Negate, value);

    /// <summary>1 where left &lt; right, else 0; shapes broadcast; no gradient.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => OpTable.Apply(OpTable.Less, left, right);

    /// <summary>1 where left &gt; right, else 0; shapes broadcast; no gradient.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => OpTable.Apply(OpTable.Greater, left, right);

    /// <summary>1 where left ≤ right, else 0; shapes broadcast; no gradient.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => OpTable.Apply(OpTable.LessOrEqual, left, right);

    /// <summary>1 where left ≥ right, else 0; shapes broadcast; no gradient.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => OpTable.Apply(OpTable.GreaterOrEqual, left, right);

    /// <summary>
    /// The matrix product of the last two axes: [m, k]·[k, n] → [m, n]. With a matrix on the right, leading axes of this tensor are rows
    /// too: [b, t, k]·[k, n] → [b, t, n]. With equal leading axes on both sides, one product each.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor MatMul(Tensor right, bool transposeLeft = false, bool transposeRight = false) =>
        OpTable.Apply(OpTable.MatMul, this, right, new ProductArguments(transposeLeft, transposeRight));

    /// <summary>The same numbers, through which no gradient flows.</summary>
    public Tensor StopGradient() => View(Shape);
}
