namespace Epoche;

/// <summary>
/// Adds up the gradients of trainers that make the same update on parts of one batch. <see cref="Trainer.Update"/> calls it once an update, after the last batch is gathered and before the mean is taken
/// and clipped. It returns when all participants have come, to each the same bits: sums in an order that depends on the number of participants alone.
/// </summary>
public interface IGradientExchange
{
    /// <summary>Replaces all numbers by their sums over the participants.</summary>
    /// <param name="parameters">Whose <see cref="ParameterSlab.Gradients"/>: sums over the batches of this participant, each times what it counts.</param>
    /// <param name="counts">
    /// First what these batches count, such as their examples; NaN from a participant whose loss is not finite and whose gradients mean nothing. It makes the sum NaN: then all throw, and nobody waits for one
    /// that has failed. Behind it, for each entry of the slabs, 1 where a gradient has reached it and 0 where none has.
    /// </param>
    void Sum(IReadOnlyList<ParameterSlab> parameters, Span<double> counts);
}
