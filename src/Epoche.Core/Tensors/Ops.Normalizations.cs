using Epoche.Autodiff;
using Epoche.Kernels;

namespace Epoche.Tensors;

public static partial class Ops
{
    /// <summary>
    /// (x − mean)/√(variance + ε)·scale + shift with the mean and the variance of each channel over the batch and all positions (Ioffe and
    /// Szegedy 2015, algorithm 1); the gradient flows through both.
    /// </summary>
    /// <param name="x">[batch, …, channels].</param>
    /// <param name="scale">[channels].</param>
    /// <param name="shift">[channels].</param>
    /// <param name="epsilon">Above 0; what keeps a constant channel from dividing by 0.</param>
    /// <param name="mean">The means, constants.</param>
    /// <param name="variance">The variances, divided by the number of values, constants.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or there is no example.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor scale, Tensor shift, float epsilon, out Tensor mean, out Tensor variance)
    {
        Shape shape = x.Shape;
        if (shape.Rank < 2 || shape.ElementCount == 0)
        {
            throw new ArgumentException(
                $"Batch normalization takes [batch, …, channels] with one example at least; received {shape}.", nameof(x));
        }

        int channels = shape[-1], rows = shape.ElementCount / channels;
        mean = Tensor.Uninitialized([channels]);
        variance = Tensor.Uninitialized([channels]);
        Tensor scratch = Tensor.Uninitialized([ColumnSums.Blocks(rows) * channels]);
        BatchNormKernels.Moments(x.Values, rows, scratch.Span, mean.Span, variance.Span);
        BatchNormArguments arguments = new(epsilon, MomentsAreOfInput: true);
        return OpTable.Apply(OpTable.BatchNorm, [x, scale, shift, mean, variance], arguments);
    }

    /// <summary>(x − mean)/√(variance + ε)·scale + shift with given statistics, which are constants.</summary>
    /// <param name="x">[batch, …, channels].</param>
    /// <param name="scale">[channels].</param>
    /// <param name="shift">[channels].</param>
    /// <param name="mean">[channels].</param>
    /// <param name="variance">[channels].</param>
    /// <param name="epsilon">Above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, float epsilon) =>
        OpTable.Apply(OpTable.BatchNorm, [x, scale, shift, mean, variance], new BatchNormArguments(epsilon, MomentsAreOfInput: false));

    /// <summary>
    /// (x − mean)/√(variance + ε)·scale + shift with the mean and the variance over the last axis of each example (Ba et al. 2016, eq. 3).
    /// </summary>
    /// <param name="x">[…, features].</param>
    /// <param name="scale">[features].</param>
    /// <param name="shift">[features].</param>
    /// <param name="epsilon">Above 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor LayerNorm(Tensor x, Tensor scale, Tensor shift, float epsilon = 1e-5f) =>
        OpTable.Apply(OpTable.LayerNorm, [x, scale, shift], new LayerNormArguments(epsilon));

    /// <summary>
    /// The rows of a table that indices name: […] → […, width]. Rows named several times gather several
    /// gradients, in the order of the indices.
    /// </summary>
    /// <param name="indices">Whole numbers from 0 to rows − 1.</param>
    /// <param name="table">[rows, width].</param>
    /// <param name="padding">An index whose row counts as zeros, whatever the table holds; default: none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An index is no whole number or outside the table; the table has more than 2²⁴ rows, which float32 indices cannot name.
    /// </exception>
    public static Tensor Embedding(Tensor indices, Tensor table, int? padding = null) =>
        OpTable.Apply(OpTable.Embedding, indices, table, new EmbeddingArguments(padding));
}
