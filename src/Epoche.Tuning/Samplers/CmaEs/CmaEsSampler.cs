using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// CMA-ES: draws from a normal distribution that moves, grows and turns towards good trials. For many cheap trials of numbers that depend
/// on each other. Its state is computed from the trials that may be seen, λ = 4 + ⌊3·ln n⌋ of them a generation; nothing else is stored.
/// Choices, and parameters that exist only beside others, are drawn independently and evenly.
/// </summary>
public sealed class CmaEsSampler : Sampler
{
    private readonly Generations<Stage> _generations = new();

    /// <summary>The deviation that the search begins with, in shares of each range; above 0 and at most 1.</summary>
    public double Deviation
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"Deviation is {value}; expected above 0 and at most 1.");
    } = 1.0 / 6;

    /// <summary>How many trials of another sampler come first: the search then begins at the best of them, not in the middle.</summary>
    internal int Earlier { get; init; }

    /// <inheritdoc/>
    public override string Text => $"cmaes(deviation {StudyValue.NumberText(Deviation)})";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No parameter is a number that always exists.</exception>
    public override void Require(SearchSpace? space)
    {
        if (space is not null && Moved(space).Length == 0)
        {
            throw new ArgumentException(
                "CMA-ES moves numbers that exist in every trial; the space has only choices and conditional parameters. Take tpe.",
                nameof(space));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one number for each parameter, or there are several objectives.</exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        if (context.History.Directions.Count != 1)
        {
            throw new ArgumentException(
                $"CMA-ES searches for one objective; this study has {context.History.Directions.Count}. Take nsga2, tpe or gp.",
                nameof(context));
        }

        int[] moved = Moved(context.Space);
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = moved.Contains(i) ? double.NaN : context.Uniform(context.Space.Parameters[i]);
        }

        if (moved.Length > 0)
        {
            double[] point = Draw(State(context, moved), context.Stream("cmaes"));
            for (int k = 0; k < moved.Length; k++)
            {
                numbers[moved[k]] = context.Space.Parameters[moved[k]].Domain.FromUnit(point[k]);
            }
        }
    }

    /// <summary>The distribution that a context leads to; for tests.</summary>
    internal CmaEsState State(SuggestionContext context) => State(context, Moved(context.Space));

    private CmaEsState State(SuggestionContext context, int[] moved)
    {
        int population = new CmaEsConstants(moved.Length).Population;
        double[] middle = [.. moved.Select(_ => 0.5)];
        return _generations.After(
            context,
            () => new(CmaEsState.Begin(middle, Deviation), Earlier > 0),
            stage => stage.Waits ? Earlier : population,
            (stage, trials) =>
            {
                double[][] points = [.. Observed.ByGoodness(trials).Select(Place)];
                return new(stage.Waits ? CmaEsState.Begin(points[0], Deviation) : stage.State.After(points), false);
            }).State;

        double[] Place(Observation one) => [.. moved.Select(i => context.Space.Parameters[i].Domain.ToUnit(one.Numbers[i]))];
    }

    /// <summary>A point inside of the box: drawn again where it is outside, and moved to the border after many tries.</summary>
    private static double[] Draw(CmaEsState state, Rng random)
    {
        int n = state.Mean.Length;
        double[] point = new double[n], normal = new double[n];
        for (int attempt = 0; attempt <= 10 * n; attempt++)
        {
            for (int i = 0; i < n; i++)
            {
                normal[i] = NormalCurve.Quantile(((random.NextUInt64() >> 11) + 0.5) * (1.0 / (1UL << 53)));
            }

            state.Sample(normal, point);
            if (point.All(coordinate => coordinate is >= 0 and <= 1))
            {
                return point;
            }
        }

        for (int i = 0; i < n; i++)
        {
            point[i] = Math.Clamp(point[i], 0, 1);
        }

        return point;
    }

    private static int[] Moved(SearchSpace space) =>
    [
        .. Enumerable.Range(0, space.Parameters.Count)
            .Where(i => space.Parameters[i].Condition is null)
            .Where(i => !space.Parameters[i].Domain.IsCategorical && !space.Parameters[i].Domain.IsSingle),
    ];

    /// <param name="State">The distribution.</param>
    /// <param name="Waits">Whether the trials of the earlier sampler are not all there.</param>
    private sealed record Stage(CmaEsState State, bool Waits);
}
