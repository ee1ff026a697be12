using Epoche.Autodiff;

namespace Epoche.Tensors;

public static partial class Ops
{
    /// <summary>
    /// Scaled dot-product self-attention of several heads in one operation (Vaswani et al. 2017, arXiv:1706.03762, eq. 1):
    /// softmax(q·kᵀ/√size)·v for each head, size = features / heads. The weights, steps² numbers for each head of each example, are
    /// kept for the gradient.
    /// </summary>
    /// <param name="x">
    /// [batch, steps, 3 · features]: in each step the queries of all heads, then their keys, then their values; one dense layer makes them.
    /// </param>
    /// <param name="heads">How many heads, at least 1; the features are a multiple of it.</param>
    /// <param name="isCausal">Whether a step asks only itself and those before it.</param>
    /// <param name="mask">
    /// [batch, steps], a constant: 0 where a step is padding, which no step asks. A step that may ask none gets zeros. None: all count.
    /// </param>
    /// <returns>[batch, steps, features], the heads side by side.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="heads"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Attention(Tensor x, int heads, bool isCausal = false, Tensor? mask = null)
    {
        CountChecks.AtLeast(1, heads);
        AttentionArguments arguments = new(heads, isCausal);
        return mask is { } given
            ? OpTable.Apply(OpTable.Attention, x, given, arguments)
            : OpTable.Apply(OpTable.Attention, x, arguments);
    }
}
