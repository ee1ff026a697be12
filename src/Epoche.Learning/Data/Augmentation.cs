namespace Epoche;

/// <summary>Changes the inputs of training by chance, so that a network sees none of them twice.</summary>
public abstract class Augmentation
{
    /// <summary>Refuses inputs of a shape that it cannot change.</summary>
    /// <param name="input">The shape of one input.</param>
    /// <exception cref="ArgumentException">The shape does not fit; the message says what does.</exception>
    public abstract void RequireFits(Shape input);

    /// <summary>
    /// Changes one input in place. Called from several threads at once, in any order: what it does may depend on the arguments alone.
    /// </summary>
    /// <param name="input">The input, row-major.</param>
    /// <param name="random">A stream of this example in this epoch; may give up to 2²⁴ words.</param>
    public abstract void Apply(Span<float> input, ref Rng random);
}
