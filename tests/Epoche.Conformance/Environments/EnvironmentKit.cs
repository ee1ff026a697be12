namespace Epoche.Conformance.Simulation;

/// <summary>The rules that every environment must keep; each check throws a <see cref="NonconformityException"/> that says what is wrong.</summary>
public static class EnvironmentKit
{
    /// <summary>Every check by its name, which states the rule.</summary>
    public static IReadOnlyDictionary<string, Action<EnvironmentSubject>> Checks { get; } = new SortedDictionary<string, Action<EnvironmentSubject>>(StringComparer.Ordinal)
    {
        ["The_spec_is_complete_and_one_for_both_forms"] = SpecChecks.IsComplete,
        ["Numbers_are_finite_and_fill_their_shapes"] = OutputChecks.NumbersAreFinite,
        ["No_episode_outlasts_the_time_limit"] = OutputChecks.EpisodesEnd,
        ["A_seed_fixes_every_number"] = DeterminismChecks.SeedFixesEverything,
        ["A_reset_leaves_nothing_of_before"] = DeterminismChecks.ResetForgets,
        ["Environments_do_not_know_their_neighbours"] = DeterminismChecks.NeighboursDoNotMatter,
        ["The_batch_form_plays_like_the_scalar_form"] = AgreementChecks.BatchEqualsScalar,
        ["A_restored_state_continues_with_the_same_bits"] = StateChecks.RestoredContinues,
        ["A_damaged_state_is_refused"] = StateChecks.DamageIsRefused,
        ["A_step_allocates_nothing"] = CostChecks.StepsAllocateNothing,
        ["Wrong_calls_are_refused_and_change_nothing"] = RefusalChecks.WrongCallsChangeNothing,
    };
}
