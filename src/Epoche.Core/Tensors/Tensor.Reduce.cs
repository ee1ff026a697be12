using Epoche.Autodiff;
using Epoche.Tensors;

namespace Epoche;

public readonly partial struct Tensor
{
    /// <summary>The sum over all axes: a scalar.</summary>
    public Tensor Sum() => Sum([]);

    /// <summary>The sum over some axes (none given: all).</summary>
    /// <param name="axes">Axes; negative ones count from the end.</param>
    /// <param name="keepAxes">The reduced axes stay, with size 1.</param>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepAxes = false) => Reduced(OpTable.Sum, axes, keepAxes);

    /// <summary>The sum over one axis.</summary>
    public Tensor Sum(int axis, bool keepAxes = false) => Sum([axis], keepAxes);

    /// <summary>The mean over all axes: a scalar.</summary>
    public Tensor Mean() => Mean([]);

    /// <summary>The mean over some axes (none given: all).</summary>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepAxes = false)
    {
        Tensor sum = Sum(axes, keepAxes);
        return sum * (sum.Count / (float)Count);
    }

    /// <summary>The mean over one axis.</summary>
    public Tensor Mean(int axis, bool keepAxes = false) => Mean([axis], keepAxes);

    /// <summary>The mean squared distance from the mean over some axes (none given: all), by two passes.</summary>
    /// <param name="axes">Axes; negative ones count from the end.</param>
    /// <param name="keepAxes">The reduced axes stay, with size 1.</param>
    /// <param name="correction">
    /// What is taken off the number of elements, by which the sum is divided: 1 for an unbiased estimate. Default 0.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The correction is negative, or leaves no element.</exception>
    public Tensor Variance(ReadOnlySpan<int> axes, bool keepAxes = false, int correction = 0)
    {
        CountChecks.AtLeast(0, correction);
        Tensor sum = Ops.Square(this - Mean(axes, keepAxes: true)).Sum(axes, keepAxes);
        int elements = sum.Count == 0 ? 0 : Count / sum.Count;
        return elements > correction
            ? sum * (1f / (elements - correction))
            : throw new ArgumentOutOfRangeException(
                nameof(correction), $"A variance of {elements} elements takes a correction below that; received {correction}.");
    }

    /// <summary>The variance over one axis.</summary>
    public Tensor Variance(int axis, bool keepAxes = false, int correction = 0) => Variance([axis], keepAxes, correction);

    /// <summary>The Euclidean length over some axes (none given: all), √Σx². At 0 its gradient is not a number.</summary>
    /// <param name="axes">Axes; negative ones count from the end.</param>
    /// <param name="keepAxes">The reduced axes stay, with size 1.</param>
    public Tensor Norm(ReadOnlySpan<int> axes, bool keepAxes = false) => Ops.Sqrt(Ops.Square(this).Sum(axes, keepAxes));

    /// <summary>The Euclidean length over one axis.</summary>
    public Tensor Norm(int axis, bool keepAxes = false) => Norm([axis], keepAxes);

    /// <summary>The largest element.</summary>
    public Tensor Max() => Max([]);

    /// <summary>The largest elements over some axes (none given: all). Equal ones share the gradient.</summary>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepAxes = false) => Reduced(OpTable.Max, axes, keepAxes);

    /// <summary>The largest elements over one axis.</summary>
    public Tensor Max(int axis, bool keepAxes = false) => Max([axis], keepAxes);

    /// <summary>The smallest element.</summary>
    public Tensor Min() => Min([]);

    /// <summary>The smallest elements over some axes (none given: all). Equal ones share the gradient.</summary>
    public Tensor Min(ReadOnlySpan<int> axes, bool keepAxes = false) => Reduced(OpTable.Min, axes, keepAxes);

    /// <summary>The smallest elements over one axis.</summary>
    public Tensor Min(int axis, bool keepAxes = false) => Min([axis], keepAxes);

    /// <summary>Indices (as floats) of the largest elements along an axis, the first of equals. No gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The axis has more than 2²⁴ elements, which float32 indices cannot name; or there is no such axis.
    /// </exception>
    public Tensor ArgMax(int axis)
    {
        axis = Shape.Axis(axis);
        FloatIndex.RequireNameable(Shape[axis], "elements to choose from", nameof(axis));
        return OpTable.Apply(OpTable.ArgMax, this, new AxisArguments(axis));
    }

    private Tensor Reduced(Op op, ReadOnlySpan<int> axes, bool keepAxes) =>
        OpTable.Apply(op, this, OpTable.ReductionOver(Shape, axes, keepAxes));
}
