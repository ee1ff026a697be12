namespace Epoche;

/// <summary>
/// Suggests parameters. A sampler keeps nothing between calls that its answer depends on: the same context gives the same numbers, so that
/// a study can be repeated, resumed, and shared by workers.
/// </summary>
public abstract class Sampler
{
    /// <summary>Its name and settings, which the study's file keeps: a study is continued with the sampler that it began with.</summary>
    public abstract string Text { get; }

    /// <summary>Whether it may suggest a combination of a discrete space twice.</summary>
    public virtual bool MayRepeat => false;

    /// <summary>The number of the trial whose checkpoint a trial begins from; null where it begins afresh.</summary>
    /// <param name="context">The space, and what may be seen; the same that <see cref="Suggest"/> gets.</param>
    public virtual int? ParentOf(SuggestionContext context) => null;

    /// <summary>Suggests a trial.</summary>
    /// <param name="context">The space, and what may be seen.</param>
    /// <param name="numbers">
    /// Receives the internal number of each parameter of the space, in order. Numbers of parameters that do not exist beside the others may
    /// be anything: the study replaces them by NaN.
    /// </param>
    public abstract void Suggest(SuggestionContext context, Span<double> numbers);

    /// <summary>Refuses a space that the sampler cannot search, when a study begins.</summary>
    /// <param name="space">The space; null where the objective names its parameters as it runs.</param>
    /// <exception cref="ArgumentException">It cannot be searched; the message says why, and what to do.</exception>
    public virtual void Require(SearchSpace? space)
    {
    }

    /// <summary>
    /// Suggests one parameter by itself: one that the objective names as it runs, and that the space does not have. Uniform random, unless
    /// a sampler knows better.
    /// </summary>
    /// <param name="context">A space of this parameter alone, and what may be seen.</param>
    /// <returns>Its internal number.</returns>
    public virtual double SuggestAlone(SuggestionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Uniform(context.Space.Parameters[0]);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private protected static void RequireRoom(SuggestionContext context, Span<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (numbers.Length != context.Space.Parameters.Count)
        {
            throw new ArgumentException(
                $"The space has {context.Space.Parameters.Count} parameters; received room for {numbers.Length} numbers.", nameof(numbers));
        }
    }
}
