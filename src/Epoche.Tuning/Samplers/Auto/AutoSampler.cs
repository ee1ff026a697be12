using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Chooses a sampler for every trial, by what the space is and how many results may be seen:
/// <list type="bullet">
/// <item>numbers that always exist, one to four objectives: <see cref="GpSampler"/> up to <see cref="MostOfGp"/> results;</item>
/// <item>after these, one objective: <see cref="CmaEsSampler"/>, which begins at the best of them;</item>
/// <item>after so many, several objectives of whatever space: <see cref="Nsga2Sampler"/>;</item>
/// <item>all else, so choices, conditional parameters and more than four objectives: <see cref="TpeSampler"/>.</item>
/// </list>
/// </summary>
public sealed class AutoSampler : Sampler
{
    /// <summary>Up to how many results a Gaussian process is worth its time.</summary>
    public const int MostOfGp = 250;

    private const int MostObjectivesOfGp = 4;
    private const double LaterDeviation = 0.05; // of CMA-ES, which need not look everywhere any more

    private readonly GpSampler _gp = new();
    private readonly TpeSampler _tpe = new();
    private readonly Nsga2Sampler _nsga2 = new();
    private readonly CmaEsSampler _cmaes = new() { Deviation = LaterDeviation, Earlier = MostOfGp };

    /// <inheritdoc/>
    public override string Text => $"auto(gp up to {MostOfGp})";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one number for each parameter.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        For(context).Suggest(context, numbers);
    }

    /// <inheritdoc/>
    public override double SuggestAlone(SuggestionContext context) => _tpe.SuggestAlone(context);

    /// <summary>The sampler of a trial.</summary>
    /// <param name="context">What may be seen.</param>
    public Sampler For(SuggestionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int objectives = context.History.Directions.Count;
        bool isEarly = context.History.Results.Count <= MostOfGp;
        bool isNumeric = context.Space.Parameters.All(parameter => !parameter.Domain.IsCategorical && parameter.Condition is null);
        return (isNumeric, isEarly) switch
        {
            (true, true) when objectives <= MostObjectivesOfGp => _gp,
            (_, false) when objectives > 1 => _nsga2,
            (true, false) => _cmaes,
            _ => _tpe,
        };
    }
}
