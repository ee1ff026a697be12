using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// The points of a scrambled Sobol sequence, one for each trial: as independent of results as random search, and spread more evenly. Best
/// for a first look at a space, with a power of two of trials.
/// </summary>
public sealed class SobolSampler : Sampler
{
    private const int Retry = 1 << 24; // a point that was there already is replaced by one far behind in the sequence

    /// <inheritdoc/>
    public override string Text => "sobol";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The space has more parameters than the sequence has dimensions.</exception>
    public override void Require(SearchSpace? space)
    {
        if (space?.Parameters.Count > SobolSequence.MostDimensions)
        {
            throw new ArgumentException(
                $"Sobol's sequence has {SobolSequence.MostDimensions} dimensions here; the space has {space.Parameters.Count} parameters. "
                + "Search with another sampler.", nameof(space));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one number for each parameter, or there are too many parameters.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        Require(context.Space);
        if (numbers.IsEmpty)
        {
            return;
        }

        Rng random = Rng.Stream(context.Seed, "sobol");
        new SobolSequence(numbers.Length, ref random).Fill((uint)context.Number + ((uint)context.Attempt * Retry), numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = context.Space.Parameters[i].Domain.FromUnit(numbers[i]);
        }
    }
}
