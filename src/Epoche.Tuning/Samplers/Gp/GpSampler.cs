using Epoche.Tuning;

namespace Epoche;

/// <summary>
/// Bayesian optimization with a Gaussian process: a Matérn-5⁄2 kernel with a length scale for each parameter, fitted at every trial, and
/// the logarithm of the expected improvement (Ament et al. 2023), of the hypervolume where there are two to four objectives. Constraints
/// have processes of their own; trials that run are imagined. The sampler for few, expensive trials of numbers: see docs/tuning.md.
/// </summary>
public sealed class GpSampler : Sampler
{
    private const int MostObjectives = 4, MostEnumerated = 4096, Points = 2048, PointsOfSeveral = 512;

    // Many trials around one minimum make the likelihood believe that the function is as smooth everywhere, and no other minimum is looked
    // for. So every third trial takes the length scales for √10 times too long. Hartmann's function with six variables, 100 trials, mean of
    // 30 seeds, with other startup points than today's: −3.213 without, −3.254 with every third and √4, −3.258 with every second and √4,
    // −3.278 as it is, −3.280 with every second. Branin's does not change.
    private const int DoubtEvery = 3;
    private const double Doubt = 10;

    /// <summary>How many trials are spread evenly before the first is modelled; at least 2.</summary>
    public int StartupTrials
    {
        get;
        init
        {
            CountChecks.AtLeast(2, value);
            field = value;
        }
    } = 10;

    /// <summary>Whether the same parameters always give the same value, so that the process need not look for noise.</summary>
    public bool IsDeterministic { get; init; }

    /// <inheritdoc/>
    public override string Text =>
        $"gp(startup {StartupTrials}, deterministic {(IsDeterministic ? "yes" : "no")})";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There is not one number for each parameter, or there are more than four objectives.
    /// </exception>
    public override void Suggest(SuggestionContext context, Span<double> numbers)
    {
        RequireRoom(context, numbers);
        int objectives = context.History.Directions.Count;
        if (objectives > MostObjectives)
        {
            throw new ArgumentException(
                $"The Gaussian process searches for at most {MostObjectives} objectives; this study has {objectives}. Take nsga2.",
                nameof(context));
        }

        List<Observation> observations = Observed.Results(context);
        int complete = observations.Count(one => one.IsComplete);
        if (complete < StartupTrials || context.Attempt > 0)
        {
            Begin(context, numbers);
            return;
        }

        Rng random = context.Stream("gp");
        GpSpace space = new(context.Space);
        List<double[]> pending = Observed.Pending(context);
        GpModel model = GpModel.Fit(
            space, GpData.Of(space, objectives == 1 ? observations : [.. observations.Where(one => one.IsComplete)], objectives),
            [.. pending.Select(one => space.Encode(one))], IsDeterministic, context.Number % DoubtEvery == 0 ? Doubt : 1, ref random);
        if (context.Space.Count is <= MostEnumerated)
        {
            BestOfAll(context, space, model.Acquisition, [.. observations.Select(one => one.Numbers), .. pending], numbers);
            return;
        }

        AcquisitionSearch search = new(space, model.Acquisition, model.Weights, objectives == 1 ? Points : PointsOfSeveral);
        space.Decode(search.Best(model.Incumbents, ref random), numbers);
    }

    /// <summary>An even point by the trial's number; random numbers where it was there already.</summary>
    private static void Begin(SuggestionContext context, Span<double> numbers)
    {
        Rng random = Rng.Stream(context.Seed, "suggest/gp/startup");
        double[] even = new double[Math.Min(numbers.Length, SobolSequence.MostDimensions)];
        if (even.Length > 0)
        {
            new SobolSequence(even.Length, ref random).Fill((uint)context.Number, even);
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = context.Attempt > 0 || i >= even.Length
                ? context.Uniform(context.Space.Parameters[i])
                : context.Space.Parameters[i].Domain.FromUnit(even[i]);
        }
    }

    /// <summary>The best of all combinations of a small discrete space that were not there yet.</summary>
    private static void BestOfAll(
        SuggestionContext context, GpSpace space, Acquisition acquisition, IReadOnlyList<double[]> known, Span<double> numbers)
    {
        double[] candidate = new double[numbers.Length];
        double best = double.NegativeInfinity;
        bool isFound = false;
        for (long index = 0; index < context.Space.Count; index++)
        {
            Combinations.Fill(context.Space, index, candidate);
            if (known.Any(other => other.AsSpan().SequenceEqual(candidate)))
            {
                continue;
            }

            double value = acquisition.Value(space.Encode(candidate), default);
            if (!isFound || value > best)
            {
                (isFound, best) = (true, value);
                candidate.CopyTo(numbers);
            }
        }

        if (!isFound)
        {
            Begin(new(context.Space, context.History, context.Seed, context.Number, 1), numbers);
        }
    }
}
