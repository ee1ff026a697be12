namespace Epoche;

/// <summary>A batch that counts otherwise where an agent learns than where its play is scored: an evaluation asks for the latter.</summary>
internal interface IScoresOtherwise
{
    /// <summary>The same games as they are scored.</summary>
    IBatchEnvironment ForScores(int count);
}

/// <summary>Batches for evaluations.</summary>
internal static class ScoredBatch
{
    /// <summary>Another batch of the same environment, as it is scored.</summary>
    public static IBatchEnvironment ForScores(this IBatchEnvironment environment, int count) =>
        environment is IScoresOtherwise otherwise ? otherwise.ForScores(count) : environment.WithCount(count);
}
