namespace Epoche;

/// <summary>
/// Plays complete episodes, many in lock-step. Episode i starts from a stream of its own under the seed and counts exactly once, its first
/// time through: short episodes are not overrepresented, and the first hundred of a thousand episodes are the hundred of an evaluation of
/// a hundred. Lanes whose episode is over are no longer shown to the policy. Serves one thread at a time.
/// </summary>
public sealed class Evaluator : IDisposable
{
    // Part of the meaning of a seed (episode i is lane i mod 1,024 of round i / 1,024), hence no option. Wide enough that a network of
    // 256 units runs at the speed of large products.
    private const int MaxLanes = 1024;

    private readonly IBatchEnvironment _environment;
    private readonly List<EvaluationLanes> _lanes = [];
    private readonly SoleUse _use = new(
        "evaluator", "Give each thread an evaluator and a policy of its own: new Evaluator(environment), agent.Greedy().");

    /// <summary>
    /// Prepares to evaluate on environments like <paramref name="environment"/>, which itself is neither stepped nor disposed.
    /// </summary>
    /// <exception cref="ArgumentException">The environment has no time limit: an episode might never end.</exception>
    public Evaluator(IBatchEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment.Spec.TimeLimit is null)
        {
            throw new ArgumentException(
                $"{environment.Spec.Label}: an evaluation plays whole episodes, so the environment needs a time limit. "
                + "Set TimeLimit in its spec, or wrap it in TimeLimit<T>.",
                nameof(environment));
        }

        _environment = environment;
    }

    /// <summary>Plays episodes by a policy.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="episodes">How many.</param>
    /// <param name="seed">Which: the same seed gives the same starts whatever the policy, which makes policies comparable in pairs.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episodes"/> is not positive.</exception>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationReport Run(IPolicy policy, int episodes, ulong seed, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Play(policy, episodes, seed, giveUp: false, observer: null, ct);
    }

    /// <summary>Plays episodes by a policy while somebody watches every step.</summary>
    /// <param name="policy">Who plays.</param>
    /// <param name="episodes">How many.</param>
    /// <param name="seed">Which.</param>
    /// <param name="observer">Who watches.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="episodes"/> is not positive.</exception>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationReport Run(IPolicy policy, int episodes, ulong seed, IEvaluationObserver observer, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(observer);
        return Play(policy, episodes, seed, giveUp: false, observer, ct);
    }

    /// <summary>Disposes the environments that it played on.</summary>
    public void Dispose() => _lanes.ForEach(l => l.Dispose());

    /// <summary>
    /// Like <see cref="Run(IPolicy, int, ulong, CancellationToken)"/>, but gives up after a round of 1,024 episodes, with those played by
    /// then, where one was not perfect.
    /// </summary>
    internal EvaluationReport RunWhilePerfect(IPolicy policy, int episodes, ulong seed, CancellationToken ct) =>
        Play(policy, episodes, seed, giveUp: true, observer: null, ct);

    private EvaluationReport Play(
        IPolicy policy, int episodes, ulong seed, bool giveUp, IEvaluationObserver? observer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(policy);
        OptionChecks.AtLeastOne(episodes, "episodes");
        using SoleUse.Scope use = _use.Enter();
        double[] returns = new double[episodes];
        double? best = _environment.Spec.BestReturn;
        long steps = 0;
        for (int first = 0, round = 0; first < episodes; first += MaxLanes, round++)
        {
            Span<double> part = returns.AsSpan(first, Math.Min(MaxLanes, episodes - first));
            steps += LanesFor(part.Length).Play(policy, RoundSeed(seed, round), first, part, observer, ct);
            if (giveUp && !PerfectReturn.IsReached(MinOf(part), best))
            {
                returns = returns[..(first + part.Length)];
                break;
            }
        }

        return new(returns, steps, best);
    }

    private static ulong RoundSeed(ulong seed, int round) => round == 0 ? seed : Rng.Stream(seed, "evaluation", round).NextUInt64();

    private static double MinOf(ReadOnlySpan<double> values)
    {
        double min = values[0];
        foreach (double value in values)
        {
            min = Math.Min(min, value);
        }

        return min;
    }

    private EvaluationLanes LanesFor(int count)
    {
        EvaluationLanes? lanes = _lanes.Find(l => l.Count == count);
        if (lanes is null)
        {
            lanes = new(_environment.ForScores(count));
            _lanes.Add(lanes);
        }

        return lanes;
    }
}
