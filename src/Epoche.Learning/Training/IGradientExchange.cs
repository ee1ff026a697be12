namespace Epoche;

/// <summary>
/// Adds up the gradients of trainers that make the same update on parts of one batch. Each calls it once an update: in
/// <see cref="Trainer.Update"/>, after the last batch is gathered and before the mean is
/// taken and clipped; or in <see cref="Trainer.Accumulate"/>, where that fails. It returns when all participants have come, to each the
/// same bits: sums in an order that depends on the number of participants
/// alone. All must make the same updates in the same order; a participant that ends for a reason of its own, such as data that cannot be
/// read, must end the exchange for the others too.
/// </summary>
public interface IGradientExchange
{
    /// <summary>Replaces all numbers by their sums over the participants.</summary>
    /// <param name="parameters">
    /// Whose <see cref="ParameterSlab.Gradients"/>: sums over the batches of this participant, each times what it counts; zeros where it
    /// gathered nothing.
    /// </param>
    /// <param name="counts">
    /// First what these batches count, such as their examples, or the weights of their classes; 0 where it gathered nothing; NaN from a
    /// participant whose loss is not finite or that failed otherwise. It makes the
    /// sum NaN: then all throw, none moves a parameter, and nobody waits for one that has failed. Behind it, for each entry of the slabs, 1
    /// where a gradient has reached it and 0 where none has.
    /// </param>
    void Sum(IReadOnlyList<ParameterSlab> parameters, Span<double> counts);
}
