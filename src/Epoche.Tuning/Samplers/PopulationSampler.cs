using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Population based training (Jaderberg et al., arXiv 1711.09846). Trial n is the next stretch of training of member n mod
/// <see cref="Population"/>: it begins from the checkpoint of its <see cref="Trial.Parent"/> and trains for as long as every trial does.
/// The parent is the member's trial before; where that is among the worst quarter, it is one of the best quarter, with its parameters
/// perturbed. Parents stand in the study's file, so that the lineage of the winner is known: the schedule that it was trained by. Sees only
/// what a trial may see; the study's lag is below the population.
/// </summary>
public sealed class PopulationSampler : Sampler
{
    private const double Smaller = 0.8, Larger = 1.2;

    /// <summary>How many members there are, at least 4.</summary>
    public int Population
    {
        get;
        init
        {
            CountChecks.AtLeast(4, value);
            field = value;
        }
    } = 8;

    /// <summary>How likely a parameter is drawn again instead of perturbed; from 0 to 1.</summary>
    public double Resampling
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"Resampling is {value}; expected 0 to 1.");
    } = 0.25;

    /// <inheritdoc/>
    public override string Text => $"population({Population}, resampling {StudyValue.NumberText(Resampling)})";

    /// <inheritdoc/>
    public override bool MayRepeat => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The objective names its parameters as it runs.</exception>
    public override void Require(SearchSpace? space)
    {
        if (space is null)
        {
            throw new ArgumentException(
                "A population needs the space before the study begins; give the study's options a Space.", nameof(space));
        }
    }

    /// <inheritdoc/>
    public override int? ParentOf(SuggestionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Choose(context)?.Parent.Number;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There is not one number for each parameter, or the study has more than one objective.
    /// </exception>
    /// <exception cref="InvalidOperationException">The study's lag is not below the population.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        (TrialRecord Parent, bool IsCopied)? chosen = Choose(context);
        for (int i = 0; i < numbers.Length; i++)
        {
            SearchParameter parameter = context.Space.Parameters[i];
            double? before = chosen?.Parent.Find(parameter.Name)?.Number;
            numbers[i] = before is not { } number || !parameter.Domain.Contains(number) ? context.Uniform(parameter)
                : chosen!.Value.IsCopied ? Perturb(context, parameter, number) : number;
        }
    }

    /// <summary>Whose checkpoint a trial begins from, and whether that is of another member; null for the first of each member.</summary>
    private (TrialRecord Parent, bool IsCopied)? Choose(SuggestionContext context)
    {
        if (context.History.Directions.Count > 1)
        {
            throw new ArgumentException(
                $"A population is ranked by one objective; the study has {context.History.Directions.Count}.", nameof(context));
        }

        TrialRecord?[] newest = new TrialRecord?[Population];
        foreach (TrialRecord trial in context.History.Results)
        {
            ref TrialRecord? last = ref newest[trial.Number % Population];
            last = last is null || trial.Number > last.Number ? trial : last;
        }

        if (context.Number < Population)
        {
            return null;
        }

        TrialRecord own = newest[context.Number % Population] is { } found && found.Number == context.Number - Population
            ? found
            : throw new InvalidOperationException(
                $"Trial {context.Number} continues trial {context.Number - Population} and may not see it. Give the study a lag below "
                + $"{Population}, the population, and no trials of other programs.");
        TrialRecord[] ranked =
        [
            .. newest.OfType<TrialRecord>().OrderBy(trial => Loss(context.History, trial)).ThenBy(trial => trial.Number),
        ];
        int quarter = Math.Max(1, ranked.Length / 4);
        bool isPoor = Array.IndexOf(ranked, own) >= ranked.Length - quarter || own.State == TrialState.Fail;
        TrialRecord[] best = [.. ranked[..quarter].Where(trial => trial.State != TrialState.Fail)];
        if (ranked.Length < Population || !isPoor || best.Length == 0)
        {
            return (own, false);
        }

        Rng random = context.Stream("population");
        return (best[random.NextInt(best.Length)], true);
    }

    private double Perturb(SuggestionContext context, SearchParameter parameter, double number)
    {
        Rng random = context.Stream(parameter.Name);
        bool isDrawn = random.NextBoolean(Resampling), isLarger = random.NextBoolean();
        if (isDrawn || parameter.Domain.IsCategorical)
        {
            return isDrawn ? context.Uniform(parameter) : number;
        }

        double moved = number * (isLarger ? Larger : Smaller);
        double nearest = parameter.Domain is IntDomain whole ? whole.Nearest(moved) : ((FloatDomain)parameter.Domain).Nearest(moved);
        (double low, double high) = parameter.Domain.Bounds;
        return nearest != number || parameter.Domain.Spacing == 0 ? nearest
            : Math.Clamp(number + (isLarger ? parameter.Domain.Spacing : -parameter.Domain.Spacing), low, high);
    }

    private static double Loss(StudyHistory history, TrialRecord trial) =>
        trial.State != TrialState.Fail && trial.Value is { } value ? history.Loss(0, value) : double.PositiveInfinity;
}
