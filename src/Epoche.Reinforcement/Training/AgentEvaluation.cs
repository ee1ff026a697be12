using System.Globalization;

namespace Epoche;

/// <summary>
/// Evaluates an agent's greedy policy on episodes that neither training nor a later test sees. What follows a lucky evaluation is a longer
/// one on other episodes, the confirmation; of equally good evaluations the one counts more whose confirmation got further.
/// </summary>
public sealed class AgentEvaluation : IEvaluable, IDisposable
{
    private readonly SelectionOptions _options;
    private readonly IPolicy _policy;
    private readonly EnvironmentSpec _spec;
    private readonly ulong _seed;
    private readonly bool _stopWhenPerfect;
    private readonly Evaluator _evaluator;
    private readonly Evaluator? _confirmer;

    /// <summary>
    /// Prepares to play on environments like <paramref name="environment"/>, which itself is neither stepped nor disposed.
    /// </summary>
    /// <exception cref="ArgumentException">The environment has no time limit.</exception>
    public AgentEvaluation(Agent agent, IBatchEnvironment environment, SelectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        (_options, _policy, _spec, _seed) = (options, agent.PolicyOf(agent.Model), environment.Spec, agent.Settings.Seed);
        _stopWhenPerfect = options.StopWhenPerfect ?? true; // where no best return is known, nothing is perfect
        _evaluator = new(environment);
        _confirmer = options.ConfirmOn is { } harder ? new(harder) : null;
    }

    /// <summary>An evaluation's episodes.</summary>
    public static EvaluationReport ReportOf(LoopEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return new(evaluation.Samples, evaluation.Count, double.IsNaN(evaluation.LargestSample) ? null : evaluation.LargestSample);
    }

    /// <inheritdoc/>
    public LoopEvaluation Evaluate(int index, CancellationToken cancellation)
    {
        EvaluationReport report = _evaluator.Run(_policy, _options.Episodes, SeedOf("evaluation", index), cancellation);
        EvaluationReport? confirmation = Confirm(report, index, cancellation);
        double confirmed =
            confirmation is null ? 0 : confirmation.PerfectShare is { } share ? share * confirmation.Episodes : confirmation.Mean;
        EvaluationReport chosen = confirmation ?? report;
        return new LoopEvaluation(
            new Score(report.Mean, confirmed),
            [new(RunTags.EvaluationReturn, chosen.Mean), new(RunTags.EvaluationReturnMin, chosen.Min),
                new(RunTags.EvaluationReturnMax, chosen.Max)])
        {
            Samples = chosen.Returns,
            SamplesName = RunTags.EvaluationReturns,
            Scale = string.Create(CultureInfo.InvariantCulture, $"{_spec.Name}, limit {_spec.TimeLimit}, best {_spec.BestReturn}"),
            LargestSample = (confirmation is null ? _spec : _options.ConfirmOn?.Spec ?? _spec).BestReturn ?? double.NaN,
            Count = chosen.Steps,
            ReachesGoal = confirmation is not null
                && ((_stopWhenPerfect && confirmation.IsPerfect) || PerfectReturn.IsReached(confirmation.Mean, _options.StopAtReturn)),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _evaluator.Dispose();
        _confirmer?.Dispose();
    }

    private EvaluationReport? Confirm(EvaluationReport report, int index, CancellationToken cancellation)
    {
        Evaluator confirmer = _confirmer ?? _evaluator;
        ulong seed = SeedOf("confirmation", index);
        return report.IsPerfect ? confirmer.RunWhilePerfect(_policy, _options.ConfirmEpisodes, seed, cancellation)
            : PerfectReturn.IsReached(report.Mean, _options.StopAtReturn)
                ? confirmer.Run(_policy, _options.ConfirmEpisodes, seed, cancellation)
            : null;
    }

    private ulong SeedOf(string name, int index) => Rng.Stream(_seed, name, index).NextUInt64();
}
