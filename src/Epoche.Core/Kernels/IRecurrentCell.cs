namespace Epoche.Kernels;

/// <summary>
/// What a recurrent layer does to one example at one step. Everything lies in blocks of as many values as the layer has units: an example's
/// state of <see cref="States"/> blocks (its output first), the columns of the kernels of <see cref="Gates"/> blocks. What the gradient
/// needs of a step is kept in a row of <see cref="Kept"/> blocks, the gates first and the output before the step last.
/// </summary>
internal unsafe interface IRecurrentCell
{
    /// <summary>Blocks of columns in both kernels.</summary>
    static abstract int Gates { get; }

    /// <summary>Blocks of a state.</summary>
    static abstract int States { get; }

    /// <summary>Blocks kept of a step.</summary>
    static abstract int Kept { get; }

    /// <summary>
    /// Blocks of slopes of a step: of the <see cref="Gates"/> sums of the input's product, then of those sums of the
    /// state's product that have other slopes.
    /// </summary>
    static abstract int Slopes { get; }

    /// <summary>Whether the state's product has a bias of its own, of one block, in its last one.</summary>
    static abstract bool HasStateBias { get; }

    /// <summary>One step: from the products to the new state.</summary>
    /// <param name="kept">Holds the input's product with its bias in the first blocks; is filled with what the gradient needs.</param>
    /// <param name="products">The state's product, <see cref="Gates"/> blocks.</param>
    /// <param name="bias">A bias of the state's product, one block, where the cell has one.</param>
    /// <param name="state">The state, replaced by the new one.</param>
    /// <param name="units">Values in a block.</param>
    static abstract void Forward<V, S>(float* kept, float* products, float* bias, float* state, nint units)
        where V : struct
        where S : ISimd<V>;

    /// <summary>One step backwards.</summary>
    /// <param name="kept">What forward kept.</param>
    /// <param name="output">The gradient that reaches the step's output from outside the recurrence; null for none.</param>
    /// <param name="state">
    /// The gradient of the new state, replaced by that of the old one without the share that passes the state's product.
    /// </param>
    /// <param name="slopes">Receives <see cref="Slopes"/> blocks.</param>
    /// <param name="products">Receives the gradient of the state's product, <see cref="Gates"/> blocks.</param>
    /// <param name="units">Values in a block.</param>
    static abstract void Backward<V, S>(float* kept, float* output, float* state, float* slopes, float* products, nint units)
        where V : struct
        where S : ISimd<V>;
}
