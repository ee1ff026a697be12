namespace Epoche;

/// <summary>How <see cref="LearningRateTest.Run"/> looks for a learning rate.</summary>
public sealed record LearningRateTestOptions
{
    /// <summary>The first rate, above 0. Default 1e-6.</summary>
    public float Low { get; init; } = 1e-6f;

    /// <summary>The last rate, above <see cref="Low"/>. Default 1.</summary>
    public float High { get; init; } = 1;

    /// <summary>Updates from the first to the last rate, 10 or more. Default 100.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>How much of the mean of the losses before stays in the next, in [0, 1). Default 0.9.</summary>
    public float Smoothing { get; init; } = 0.9f;

    /// <summary>
    /// How many times the best mean the loss may be before the test ends, above 1; losses below 0 end it only
    /// when they are infinite. Default 4.
    /// </summary>
    public float Divergence { get; init; } = 4;

    /// <summary>Decides what layers such as dropout draw.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        Require.Positive(Low, "first learning rate");
        Require.Positive(High, "last learning rate");
        Require.InRange(Smoothing, 0, 1, "smoothing");
        CountChecks.AtLeast(10, Steps);
        if (!(High > Low) || !(Divergence > 1))
        {
            throw new ArgumentException(
                $"The last rate lies above the first, and the divergence above 1; received {Low} to {High} and {Divergence}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LearningRateTestOptions), PrintMembers);
}

/// <summary>What a range test saw.</summary>
/// <param name="Rates">The learning rates, rising by equal factors.</param>
/// <param name="Losses">The smoothed loss at each of them; the last one diverged, unless all were tried.</param>
/// <param name="Suggested">The rate at which the smoothed loss fell fastest on its way to its lowest.</param>
public sealed record LearningRateReport(IReadOnlyList<float> Rates, IReadOnlyList<float> Losses, float Suggested)
{
    /// <summary>The learning rates, rising by equal factors.</summary>
    public IReadOnlyList<float> Rates { get; init => field = NotNull.Of(value); } = NotNull.Of(Rates);

    /// <summary>The smoothed loss at each of them; the last one diverged, unless all were tried.</summary>
    public IReadOnlyList<float> Losses { get; init => field = NotNull.Of(value); } = NotNull.Of(Losses);

    /// <summary>The rate at which the smoothed loss fell fastest on its way to its lowest.</summary>
    public float Suggested { get; init; } = Suggested;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(LearningRateReport), PrintMembers);
}

/// <summary>
/// The learning-rate range test (Smith 2017, arXiv:1506.01186): trains with a rate that rises from update to update, and watches where the
/// loss falls and where it explodes.
/// </summary>
public static class LearningRateTest
{
    /// <summary>
    /// Runs the test and leaves no trace, whatever ends it: parameters, running statistics, gradients and the place of the data are as
    /// before, so that a training gives the same weights as without it. Only what the objective itself remembers, such as the
    /// terms of a loss, has seen the test.
    /// </summary>
    /// <param name="optimizer">Makes the optimizer with a rate: <c>rate => new Adam(rate)</c>.</param>
    /// <param name="data">
    /// Batches; begun again as often as needed. <see cref="Batches"/> and data that are an <see cref="IStateful"/> are put back.
    /// </param>
    /// <param name="objective">From a batch to a loss of one element.</param>
    /// <param name="parameters">What is trained, and put back.</param>
    /// <param name="options">The range. Default: see there.</param>
    /// <exception cref="ArgumentException">The data hold no batch, an option is out of range, or the loss diverges at once.</exception>
    public static LearningRateReport Run<TBatch>(
        Func<Schedule, Optimizer> optimizer, IEnumerable<TBatch> data, Objective<TBatch> objective, ReadOnlySpan<ParameterSlab> parameters,
        LearningRateTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new LearningRateTestOptions();
        options.Validate();
        Schedule rate = Schedule.Exponential(options.Low, options.High, options.Steps - 1);
        ParameterSlab[] slabs = parameters.ToArray();
        Elements.RequireNoNull(slabs, nameof(parameters));
        float[][] values = [.. slabs.Select(slab => slab.Values.ToArray())],
            gradients = [.. slabs.Select(slab => slab.Gradients.ToArray())];
        List<float> losses = [];
        using DataPlace place = DataPlace.Keep(data);
        try
        {
            Trainer trainer = new(new TrainerOptions { Optimizer = optimizer(rate), Seed = options.Seed }, slabs);
            using FitTraining<TBatch> training = new(trainer, Repeat(data, options.Steps), objective, new FitOptions());
            new TrainingLoop(training, new()
            {
                Steps = options.Steps,
                ReportEvery = long.MaxValue,
                Observers = [new DivergenceObserver(options, () => training.Latest.Update!.Value.Loss, losses)],
            }).RunToEnd();
        }
        catch (NonFiniteException) when (losses.Count > 2)
        {
            // Diverged: the end of the test.
        }
        finally
        {
            for (int i = 0; i < slabs.Length; i++)
            {
                values[i].CopyTo(slabs[i].Values);
                gradients[i].CopyTo(slabs[i].Gradients);
            }
        }

        float[] rates = [.. losses.Select((_, step) => rate.At(step))];
        return new LearningRateReport(rates, losses, rates[Steepest(losses)]);
    }

    /// <summary>
    /// Where the loss falls most from one rate to the second next: rates rise by equal factors, so this is the slope over their logarithm.
    /// The first tenth is left out, where the mean is that of few batches, and so is what comes behind the
    /// lowest loss, where it only jumps.
    /// </summary>
    private static int Steepest(List<float> losses)
    {
        if (losses.Count < 3)
        {
            throw new ArgumentException($"The loss diverged after {losses.Count} updates already; begin with a lower rate.");
        }

        int first = Math.Clamp(losses.Count / 10, 1, losses.Count - 2),
            last = Math.Clamp(losses.IndexOf(losses.Min()) - 1, first, losses.Count - 2), steepest = first;
        for (int i = first; i <= last; i++)
        {
            steepest = losses[i + 1] - losses[i - 1] < losses[steepest + 1] - losses[steepest - 1] ? i : steepest;
        }

        return steepest;
    }

    private static IEnumerable<TBatch> Repeat<TBatch>(IEnumerable<TBatch> data, int count)
    {
        for (int given = 0; given < count;)
        {
            int before = given;
            foreach (TBatch batch in data)
            {
                yield return batch;
                if (++given == count)
                {
                    break;
                }
            }

            if (given == before)
            {
                throw new ArgumentException("The data hold no batch.", nameof(data));
            }
        }
    }

    /// <summary>Smooths the losses, and stops where they explode.</summary>
    private sealed class DivergenceObserver(LearningRateTestOptions options, Func<float> loss, List<float> losses) : LoopObserver
    {
        private double _mean, _weight, _best = double.PositiveInfinity;

        public override void OnStep(TrainingLoop loop)
        {
            (_mean, _weight) =
                ((options.Smoothing * _mean) + ((1 - options.Smoothing) * loss()), (options.Smoothing * _weight) + 1 - options.Smoothing);
            losses.Add((float)(_mean / _weight));
            _best = Math.Min(_best, losses[^1]);
            if (_best > 0 && losses[^1] > options.Divergence * _best)
            {
                loop.Stop($"the loss diverged: {losses[^1]} after {_best}");
            }
        }
    }
}
