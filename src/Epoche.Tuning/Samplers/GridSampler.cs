using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// All combinations of a space, each once, in an order that the study's seed shuffles: a grid that is broken off has looked everywhere.
/// Every parameter is discrete; give a step to those that are not.
/// </summary>
public sealed class GridSampler : Sampler
{
    /// <inheritdoc/>
    public override string Text => "grid";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The space is a continuum somewhere, or the objective names its parameters as it runs.
    /// </exception>
    public override void Require(SearchSpace? space)
    {
        if (space is null)
        {
            throw new ArgumentException("A grid needs the space before the study begins; give the study's options a Space.", nameof(space));
        }

        if (space.Parameters.FirstOrDefault(parameter => parameter.Domain.Count is null) is { } continuum)
        {
            throw new ArgumentException(
                Shown.Message($"A grid needs discrete parameters; '{continuum.Name}' is {continuum.Domain}. Give it a step, or choices."),
                nameof(space));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one number for each parameter, or the space is not discrete.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        Require(context.Space);
        if (context.Space.Count is not { } count)
        {
            throw new ArgumentException(
                "The grid has more combinations than can be counted; enlarge steps, or search with another sampler.", nameof(context));
        }

        // Enqueued trials take numbers too, so a place may be taken; the study then asks again, and the next place follows.
        long place = ShuffledOrder.At((ulong)((context.Number + (long)context.Attempt) % count), (ulong)count, context.Seed);
        Combinations.Fill(context.Space, place, numbers);
    }
}
