using System.Globalization;

namespace Epoche;

/// <summary>Keeps the weights that played best, judged on episodes that neither training nor a later test sees.</summary>
internal sealed partial class ModelSelection(SelectionOptions options, Model network, ulong seed) : IStateful
{
    private readonly bool _stopWhenPerfect = options.StopWhenPerfect ?? true; // where no best return is known, nothing is perfect
    private (double Mean, double Confirmed) _bestScore = (double.NegativeInfinity, 0);
    private int _judgements;
    private string _environment = "";

    /// <summary>The best model; null before the first judgement.</summary>
    public Model? Best { get; private set; }

    /// <summary>The judgement that found the best model, its confirmation where there was one; null before the first.</summary>
    public EvaluationReport? BestReport { get; private set; }

    /// <summary>The latest judgement: its confirmation where there was one.</summary>
    public EvaluationReport? Latest { get; private set; }

    /// <summary>Whether the latest judgement found the best model so far.</summary>
    public bool LatestIsBest { get; private set; }

    /// <summary>
    /// Training begins. Returns in environments whose specs differ, such as the levels of a curriculum, cannot be compared: in another one
    /// than before, the first evaluation is the best so far.
    /// </summary>
    public void Begin(EnvironmentSpec spec)
    {
        string environment = string.Create(CultureInfo.InvariantCulture, $"{spec.Name}, limit {spec.TimeLimit}, best {spec.BestReturn}");
        if (_environment != environment)
        {
            (_environment, _bestScore) = (environment, (double.NegativeInfinity, 0));
        }
    }

    /// <summary>Judges the network by its greedy policy.</summary>
    /// <param name="policy">Plays by it.</param>
    /// <param name="evaluator">Plays the judgement's episodes.</param>
    /// <param name="confirmer">Plays the confirmation's.</param>
    /// <param name="ct">Checked at every step.</param>
    /// <returns>Whether the goal is reached and confirmed, so that training may end.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept of this judgement.</exception>
    public bool Judge(GreedyPolicy policy, Evaluator evaluator, Evaluator confirmer, CancellationToken ct)
    {
        int index = _judgements;
        EvaluationReport report = evaluator.Run(policy, options.Episodes, SeedOf("evaluation", index), ct);
        EvaluationReport? confirmation = null;
        if (report.IsPerfect)
        {
            confirmation = confirmer.RunWhilePerfect(policy, options.ConfirmEpisodes, SeedOf("confirmation", index), ct);
        }
        else if (PerfectReturn.IsReached(report.Mean, options.StopAtReturn))
        {
            confirmation = confirmer.Run(policy, options.ConfirmEpisodes, SeedOf("confirmation", index), ct);
        }

        _judgements++; // here, not before: a judgement that was cancelled is repeated with the same episodes
        Latest = confirmation ?? report;

        // Of equally good judgements the one counts more whose confirmation got further.
        double confirmed = confirmation is null ? 0 : confirmation.PerfectShare is { } share ? share * confirmation.Episodes : confirmation.Mean;
        (double Mean, double Confirmed) score = (report.Mean, confirmed);
        LatestIsBest = score.CompareTo(_bestScore) > 0;
        if (LatestIsBest)
        {
            _bestScore = score;
            BestReport = Latest;
            Best ??= network.Clone();
            Best.Parameters.CopyFrom(network.Parameters);
        }

        return confirmation is not null && ((_stopWhenPerfect && confirmation.IsPerfect) || PerfectReturn.IsReached(confirmation.Mean, options.StopAtReturn));
    }

    private ulong SeedOf(string name, int index) => Rng.Stream(seed, name, index).NextUInt64();
}
