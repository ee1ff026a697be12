namespace Epoche.Benchmarks.Cases;

/// <summary>Everything that <c>./bench</c> times, in the order of its table.</summary>
internal static class BenchCases
{
    public static IReadOnlyList<BenchCase> All { get; } =
    [
        FmaLimit.Case,
        .. MatrixCases.All,
        .. LearningCases.All,
        .. DqnVariantCases.All,
        .. ActorCriticCases.All,
        PriorityCases.Case,
        .. ConvolutionCases.All,
        .. RecurrentCases.All,
        .. AttentionCases.All,
        .. FusedCases.All,
        .. ProbabilityCases.All,
        .. EnvironmentCases.All,
        CheckpointCase.Case,
        .. ProgramCases.All,
    ];
}
