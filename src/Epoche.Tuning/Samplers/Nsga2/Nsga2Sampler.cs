using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// NSGA-II (Deb et al. 2002), for several objectives and many trials: children of a population by uniform crossover and mutation; of
/// population and children together the best by constrained domination survive, the less crowded first. Generations follow from the trials
/// that may be seen. A mutated parameter is drawn evenly from its domain.
/// </summary>
public sealed class Nsga2Sampler : Sampler
{
    private readonly Generations<IReadOnlyList<Observation>> _generations = new();

    /// <summary>How many trials survive a generation, and how many children it has.</summary>
    public int Population
    {
        get;
        init
        {
            CountChecks.AtLeast(2, value);
            field = value;
        }
    } = 50;

    /// <summary>The probability that a child has two parents.</summary>
    public double Crossover
    {
        get;
        init => field = Probability(value, nameof(Crossover));
    } = 0.9;

    /// <summary>The probability that a parameter comes from the second parent.</summary>
    public double Swap
    {
        get;
        init => field = Probability(value, nameof(Swap));
    } = 0.5;

    /// <summary>The probability that a parameter is mutated; null: one divided by the number of parameters.</summary>
    public double? Mutation
    {
        get;
        init => field = value is { } given ? Probability(given, nameof(Mutation)) : null;
    }

    /// <inheritdoc/>
    public override string Text =>
        $"nsga2(population {Population}, crossover {StudyValue.NumberText(Crossover)}, swap {StudyValue.NumberText(Swap)}, "
        + $"mutation {(Mutation is { } mutation ? StudyValue.NumberText(mutation) : "1/n")})";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one number for each parameter.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        IReadOnlyList<Observation> parents = _generations.After(
            context, () => [], _ => Population, (survivors, children) => Survivors([.. survivors, .. children]));
        if (parents.Count == 0)
        {
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = context.Uniform(context.Space.Parameters[i]);
            }

            return;
        }

        Rng random = context.Stream("nsga2");
        int[] ranks = Domination.Ranks(parents);
        double[] crowding = Domination.Crowding(parents, ranks);
        double[] first = Parent(ref random), second = random.NextBoolean(Crossover) ? Parent(ref random) : first;
        double mutation = Mutation ?? 1.0 / numbers.Length;
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = random.NextBoolean(Swap) ? second[i] : first[i];
            if (random.NextBoolean(mutation) || double.IsNaN(numbers[i]))
            {
                numbers[i] = context.Uniform(context.Space.Parameters[i]);
            }
        }

        double[] child = numbers.ToArray();
        context.Space.BlankMissing(child);
        if (parents.Any(parent => parent.Numbers.AsSpan().SequenceEqual(child)))
        {
            int changed = random.NextInt(numbers.Length); // a copy of a parent would teach nothing
            numbers[changed] = context.Uniform(context.Space.Parameters[changed]);
        }

        double[] Parent(ref Rng random)
        {
            int one = random.NextInt(parents.Count), other = random.NextInt(parents.Count);
            bool isFirst = ranks[one] != ranks[other] ? ranks[one] < ranks[other] : crowding[one] >= crowding[other];
            return parents[isFirst ? one : other].Numbers;
        }
    }

    private List<Observation> Survivors(List<Observation> all)
    {
        // Pruned trials have not all values; they are left out, so that a generation may have fewer.
        List<Observation> complete = [.. all.Where(one => one.IsComplete)];
        int[] kept = [.. Domination.BestFirst(complete).Take(Population).Order()];
        return [.. kept.Select(i => complete[i])];
    }

    private static double Probability(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected 0 to 1.");
}
