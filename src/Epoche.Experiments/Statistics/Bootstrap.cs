namespace Epoche;

/// <summary>A number of some scores, such as <see cref="SeedStatistics.InterquartileMean"/>.</summary>
/// <param name="scores">The scores, those of one task behind those of the other.</param>
public delegate double ScoreStatistic(ReadOnlySpan<double> scores);

/// <summary>
/// Stratified bootstrap intervals over runs: within each task as many runs as there are, drawn with replacement, make one resample, of
/// which the statistic is computed; the interval is that between two percentiles of these (Agarwal et al. 2021, arXiv:2108.13264, section
/// 4.1). The same scores, options and order give the same interval. With fewer than five runs such an interval is too narrow: it knows no
/// runs but those that were made.
/// </summary>
public static class Bootstrap
{
    /// <summary>The interval of a statistic.</summary>
    /// <param name="tasks">The scores of the runs, task by task: at least one task, with at least one run each.</param>
    /// <param name="statistic">What is estimated.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no task, a task has no run, or a score is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    public static ConfidenceInterval Interval(
        IReadOnlyList<IReadOnlyList<double>> tasks, ScoreStatistic statistic, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        options ??= new();
        options.Validate();
        Strata strata = new(tasks, nameof(tasks));
        Rng random = Rng.Stream(options.Seed, "bootstrap");
        double[] drawn = new double[strata.Count], statistics = new double[options.Resamples];
        for (int i = 0; i < statistics.Length; i++)
        {
            strata.Draw(drawn, ref random);
            statistics[i] = statistic(drawn);
        }

        return Percentiles(statistics, options);
    }

    /// <summary>The interval of a statistic of the runs of one task.</summary>
    /// <param name="scores">The scores of the runs, one or more.</param>
    /// <param name="statistic">What is estimated.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no run, or a score is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    public static ConfidenceInterval Interval(IReadOnlyList<double> scores, ScoreStatistic statistic, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return Interval([scores], statistic, options);
    }

    /// <summary>
    /// The interval of the probability of improvement, <see cref="SeedStatistics.ProbabilityOfImprovement"/>, averaged over tasks; the runs
    /// of both methods are drawn, each by itself.
    /// </summary>
    /// <param name="x">The scores of the method that may be better, task by task.</param>
    /// <param name="y">The scores of the other, on the same tasks.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// They differ in their number of tasks, there is no task, a task has no run, or a score is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    public static ConfidenceInterval ProbabilityOfImprovement(
        IReadOnlyList<IReadOnlyList<double>> x, IReadOnlyList<IReadOnlyList<double>> y, BootstrapOptions? options = null) =>
        OfTwo(x, y, (left, right) => SeedStatistics.ProbabilityOfImprovement(left, right), options);

    /// <summary>
    /// The interval of the difference of the means of two methods whose runs have nothing in common, averaged over tasks. Where runs belong
    /// together in pairs, the interval of the mean of their differences says more.
    /// </summary>
    /// <param name="x">The scores of the method that may be better, task by task.</param>
    /// <param name="y">The scores of the other, on the same tasks.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// They differ in their number of tasks, there is no task, a task has no run, or a score is not finite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    public static ConfidenceInterval DifferenceOfMeans(
        IReadOnlyList<IReadOnlyList<double>> x, IReadOnlyList<IReadOnlyList<double>> y, BootstrapOptions? options = null) =>
        OfTwo(x, y, (left, right) => SeedStatistics.Mean(left) - SeedStatistics.Mean(right), options);

    /// <summary>
    /// A performance profile: for each threshold τ the share of runs whose score is above it, with pointwise intervals. Of two methods the
    /// one whose profile lies above is better at that τ.
    /// </summary>
    /// <param name="tasks">The scores of the runs, task by task.</param>
    /// <param name="thresholds">The thresholds.</param>
    /// <param name="options">How; null for the defaults with 2,000 resamples.</param>
    /// <exception cref="ArgumentException">There is no task, a task has no run, or a score is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its range.</exception>
    public static IReadOnlyList<ProfilePoint> Profile(
        IReadOnlyList<IReadOnlyList<double>> tasks, IReadOnlyList<double> thresholds, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        options ??= new() { Resamples = 2_000 };
        options.Validate();
        Strata strata = new(tasks, nameof(tasks));
        Rng random = Rng.Stream(options.Seed, "bootstrap");
        double[] drawn = new double[strata.Count];
        double[][] shares = [.. thresholds.Select(_ => new double[options.Resamples])];
        for (int i = 0; i < options.Resamples; i++)
        {
            strata.Draw(drawn, ref random);
            for (int t = 0; t < thresholds.Count; t++)
            {
                shares[t][i] = SeedStatistics.ShareAbove(drawn, thresholds[t]);
            }
        }

        return
        [
            .. thresholds.Select((threshold, t) => new ProfilePoint(
                threshold, SeedStatistics.ShareAbove(strata.Scores, threshold), Percentiles(shares[t], options))),
        ];
    }

    private static ConfidenceInterval OfTwo(
        IReadOnlyList<IReadOnlyList<double>> x,
        IReadOnlyList<IReadOnlyList<double>> y,
        Func<double[], double[], double> statistic,
        BootstrapOptions? options)
    {
        options ??= new();
        options.Validate();
        Strata[] left = Strata.Each(x, nameof(x)), right = Strata.Each(y, nameof(y));
        if (left.Length != right.Length)
        {
            throw new ArgumentException(
                $"Two methods are compared on the same tasks; received {left.Length} and {right.Length}.", nameof(y));
        }

        Rng random = Rng.Stream(options.Seed, "bootstrap");
        double[][] xs = [.. left.Select(task => new double[task.Count])], ys = [.. right.Select(task => new double[task.Count])];
        double[] statistics = new double[options.Resamples];
        for (int i = 0; i < statistics.Length; i++)
        {
            double sum = 0;
            for (int task = 0; task < left.Length; task++)
            {
                left[task].Draw(xs[task], ref random);
                right[task].Draw(ys[task], ref random);
                sum += statistic(xs[task], ys[task]);
            }

            statistics[i] = sum / left.Length;
        }

        return Percentiles(statistics, options);
    }

    private static ConfidenceInterval Percentiles(double[] statistics, BootstrapOptions options)
    {
        Array.Sort(statistics);
        double tail = (1 - options.Confidence) / 2;
        return new(SeedStatistics.QuantileOfSorted(statistics, tail), SeedStatistics.QuantileOfSorted(statistics, 1 - tail));
    }

    /// <summary>The scores of some tasks, one behind the other, and how many each has.</summary>
    private sealed class Strata
    {
        private readonly int[] _counts;

        public Strata(IReadOnlyList<IReadOnlyList<double>> tasks, string argument)
        {
            ArgumentNullException.ThrowIfNull(tasks, argument);
            Elements.RequireNoNull(tasks, argument);
            Scores = [.. tasks.SelectMany(task => task)];
            _counts = [.. tasks.Select(task => task.Count)];
            SeedStatistics.RequireSome(Scores, argument);
            if (_counts.Contains(0))
            {
                throw new ArgumentException("Each task needs at least one run; one has none.", argument);
            }
        }

        public double[] Scores { get; }

        public int Count => Scores.Length;

        public static Strata[] Each(IReadOnlyList<IReadOnlyList<double>> tasks, string argument)
        {
            ArgumentNullException.ThrowIfNull(tasks, argument);
            return tasks.Count > 0
                ? [.. tasks.Select(task => new Strata([task], argument))]
                : throw new ArgumentException("Two methods are compared on at least one task; received none.", argument);
        }

        public void Draw(Span<double> drawn, ref Rng random)
        {
            int from = 0;
            foreach (int count in _counts)
            {
                for (int i = 0; i < count; i++)
                {
                    drawn[from + i] = Scores[from + random.NextInt(count)];
                }

                from += count;
            }
        }
    }
}

/// <summary>A point of a performance profile.</summary>
/// <param name="Threshold">The threshold τ.</param>
/// <param name="Share">The share of runs above it.</param>
/// <param name="Interval">Where that share probably lies.</param>
public readonly record struct ProfilePoint(double Threshold, double Share, ConfidenceInterval Interval)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ProfilePoint), PrintMembers);
}
