using Epoche.Experiments;

namespace Epoche;

/// <summary>
/// Lets an agent and every rule of thumb of its environment live the same episodes: wealth in the end, what it is worth to those who mind
/// risk, and the differences in pairs.
/// </summary>
public sealed class FinanceTrial
{
    private const int Resamples = 2_000;

    private static readonly double[] s_aversions = [1, 2, 5];

    private readonly string _run;
    private readonly Recipe _recipe;
    private readonly EnvironmentEntry _environment;
    private readonly IPolicy _policy;
    private readonly FinanceGame _game;
    private readonly Market? _market;

    /// <summary>Makes a trial.</summary>
    /// <param name="run">A run whose agent acts in a financial environment.</param>
    /// <param name="part">Of a market, which bars: by default those that neither training nor choices have seen.</param>
    /// <exception cref="ExperimentException">It does not.</exception>
    /// <exception cref="RunException">The run has no model.</exception>
    public FinanceTrial(ExperimentRun run, MarketPart part = MarketPart.Test)
    {
        ArgumentNullException.ThrowIfNull(run);
        (_run, _recipe) = (run.Folder.Path, run.Recipe);
        IPlaysGames? player = run.Capability<IPlaysGames>();
        _environment = player?.Environment ?? throw NotFinancial($"its kind is {run.Kind}");
        if (_environment.Create() is Market market)
        {
            _market = market;
            _environment = Traded(market.Options with { Part = part });
        }

        _game = FinanceGame.Of(_environment) ?? throw NotFinancial($"its environment is {_environment.Name}");
        _policy = player.LoadPolicy(run.Folder);
    }

    /// <summary>The risk aversions of certainty equivalents.</summary>
    public static IReadOnlyList<double> RiskAversions => s_aversions;

    /// <summary>Runs it.</summary>
    /// <param name="episodes">How many episodes each player lives.</param>
    /// <param name="seed">The seed of them: those of <c>epoche eval</c> and <c>epoche env score</c> with the same seed.</param>
    /// <param name="report">Given the name of each player before it plays; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episodes"/> is not positive.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FinanceReport Run(int episodes, ulong seed = 0, Action<string>? report = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        CountChecks.AtLeast(1, episodes);
        ulong episodesSeed = Seeds.UserEvaluation(seed);
        FinanceRecorder Play(EnvironmentEntry where, IPolicy policy, int count, int? detailed = null)
        {
            using IBatchEnvironment environment = where.CreateBatch(1);
            using Evaluator evaluator = new(environment);
            FinanceRecorder recorder = new(FinanceGame.Of(where)!, count, detailed);
            evaluator.Run(policy, count, episodesSeed, recorder, cancellation);
            return recorder;
        }

        report?.Invoke(_recipe.Name);
        FinanceRecorder agent = Play(_environment, _policy, episodes);
        int median = MedianOf(agent.Final);
        FinanceRecorder detailed = Play(_environment, _policy, median + 1, median);
        List<FinanceOutcome> outcomes = [Outcome(_recipe.Name, "the agent", agent, null)];
        foreach (NamedPlayer player in _environment.Players)
        {
            report?.Invoke(player.Name);
            outcomes.Add(Outcome(
                player.Name, player.Summary, Play(_environment, player.Player.Create(_environment.Spec), episodes), agent.Final));
        }

        foreach ((string name, string summary, EnvironmentEntry where) in Tests())
        {
            report?.Invoke(name);
            outcomes.Add(Outcome(name, summary, Play(where, _policy, episodes), agent.Final));
        }

        return new FinanceReport
        {
            Run = _run,
            Recipe = _recipe.Name,
            Seed = _recipe.Seed,
            Environment = _environment.Name,
            Unit = _game.Unit,
            Episodes = episodes,
            Ruin = _game.Ruin.Words,
            Time = (_game.Time.Name, [.. Enumerable.Range(0, _game.Points).Select(_game.TimeOf)]),
            Outcomes = outcomes,
            Split = ([.. _game.Split.Select(part => part.Name), .. _game.Remainder is { } rest ? [rest] : (string[])[]], agent.Shares()),
            Life = ([.. _game.Parts.Select(part => part.Name)], [.. detailed.Life.Select(PartsOf)]),
            Share = _game.OptimalShare is { } formula ? (agent.MeanAction, formula) : null,
            RiskAversion = _game.RiskAversion,
        };
    }

    /// <summary>What an agent of a market must lose its edge in, where the edge is one.</summary>
    private IEnumerable<(string Name, string Summary, EnvironmentEntry Where)> Tests()
    {
        if (_market is null || _environment.Create() is not Market { Options: var options })
        {
            yield break;
        }

        yield return ("one-bar-late", "the agent, shown every bar one bar late", Traded(options with { Lag = options.Lag + 1 }));
        yield return ("shuffled", "the agent, on the same returns in a random order", Traded(options with { Shuffle = 0 }));
    }

    private EnvironmentEntry Traded(MarketOptions options)
    {
        try
        {
            return MarketFile.EntryOf(_market!.Prices, options);
        }
        catch (ArgumentException exception)
        {
            throw new ExperimentException($"{_run}: {ErrorText.Of(exception)}");
        }
    }

    private double[] PartsOf(float[] seen) =>
        [.. _game.Parts.Select(part => (double)seen[part.Plus] - (part.Minus is { } minus ? seen[minus] : 0))];

    private FinanceOutcome Outcome(string name, string summary, FinanceRecorder played, double[]? agent)
    {
        double[] wealth = played.Final, floored = [.. wealth.Select(amount => Math.Max(amount, _game.Floor))];
        double[]? differences = agent is null ? null : [.. agent.Zip(wealth, (own, other) => own - other)];
        return new()
        {
            Name = name,
            Summary = summary,
            Wealth = wealth,
            Mean = SeedStatistics.Mean(wealth),
            Median = SeedStatistics.Median(wealth),
            CertaintyEquivalents = [.. s_aversions.Select(aversion => WealthMeasures.CertaintyEquivalent(floored, aversion))],
            ShortfallMean = WealthMeasures.ConditionalValueAtRisk(wealth),
            Ruined = (double)wealth.Count(amount => amount <= _game.Ruin.Wealth) / wealth.Length,
            Foreclosed = _game.Foreclosed is null ? null : (double)played.Foreclosed / wealth.Length,
            Difference = differences is null ? null : (SeedStatistics.Mean(differences), Bootstrap.Interval(
                differences, SeedStatistics.Mean, new() { Resamples = Resamples })),
            Curve = played.Quartiles(),
        };
    }

    /// <summary>The episode in the middle by its final wealth; of equal ones the first.</summary>
    private static int MedianOf(double[] wealth)
    {
        int[] order = [.. Enumerable.Range(0, wealth.Length)];
        Array.Sort([.. wealth], order);
        return order[(wealth.Length - 1) / 2];
    }

    private ExperimentException NotFinancial(string why) => new(
        $"{_run} has no report on wealth: {why}. Such a report is for agents of "
        + $"{string.Join(", ", EnvironmentRegistry.All.Where(entry => FinanceGame.Of(entry) is not null).Select(entry => entry.Name))}.");
}
