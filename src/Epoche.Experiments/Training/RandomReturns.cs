namespace Epoche.Experiments;

/// <summary>What the random policy earns where an agent was trained, for the place beside the agent's own return.</summary>
internal static class RandomReturns
{
    private const int Many = 1_000, Few = 100;

    /// <summary>How many numbers the observations of many episodes may have: those of CartPole do, pixels and slow games do not.</summary>
    private const long Affordable = 5_000_000;

    /// <summary>An evaluation with the random policy's return beside it; as it is where that stands there, or nobody acts.</summary>
    /// <param name="evaluation">Of a model of the recipe.</param>
    /// <param name="recipe">What was trained.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EvaluationResult Beside(EvaluationResult evaluation, Recipe recipe, CancellationToken cancellation) =>
        evaluation is EpisodeEvaluation { Random: null } episodes && recipe.Capability<IPlaysGames>() is { } player
            ? episodes with { Random = Of(player.Environment, cancellation) }
            : evaluation;

    /// <summary>
    /// The return of an environment; the same for every recipe and seed. Null where an episode might never end, or is damaged.
    /// </summary>
    private static RandomReturn? Of(EnvironmentEntry entry, CancellationToken cancellation)
    {
        if (entry.Spec.TimeLimit is not { } limit)
        {
            return null;
        }

        bool isCheap = EnvironmentRegistry.All.Contains(entry) && (long)Many * limit * entry.Spec.Observation.ElementCount <= Affordable;
        try
        {
            using IBatchEnvironment environment = entry.CreateBatch(1);
            EvaluationReport report = RandomPolicy.Play(environment, isCheap ? Many : Few, cancellation);
            return new(report.Episodes, report.Mean);
        }
        catch (NonFiniteException)
        {
            return null; // the agent's own episodes were finite, and its result is not lost for these
        }
    }
}
