namespace Epoche;

/// <summary>What predicts with doubt: not one output for an input but several, as different as what is not known allows.</summary>
public interface IPredictive
{
    /// <summary>The outputs of several draws.</summary>
    /// <param name="x">[batch, input…].</param>
    /// <param name="samples">How many draws, 1 or more.</param>
    /// <returns>
    /// [samples, batch, output…], on the heap. Draw i is the same in every call: batches of one data set meet the same networks.
    /// </returns>
    Tensor Predict(Tensor x, int samples);
}
