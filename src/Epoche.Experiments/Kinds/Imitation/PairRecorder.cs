namespace Epoche.Experiments;

/// <summary>Lets an agent play, and records what it saw and did.</summary>
internal static class PairRecorder
{
    /// <summary>
    /// Plays one episode after the other. One step in <see cref="RecordOptions.Every"/> is recorded, each by chance of its own: a fixed
    /// distance would always hit the same half of a push to
    /// the left and a push to the right. With noise some of the actions taken are random, so that states are seen from which the agent has
    /// to recover; recorded is always its own answer.
    /// </summary>
    /// <param name="environment">The game, of one environment.</param>
    /// <param name="policy">The agent.</param>
    /// <param name="count">How many pairs.</param>
    /// <param name="options">How to record.</param>
    /// <param name="seed">Which episodes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The observations, and the number of the action as the target.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Dataset Record(
        IBatchEnvironment environment, IPolicy policy, int count, RecordOptions options, ulong seed, CancellationToken cancellation)
    {
        Demonstrations pairs = Demonstrations.Record(
            environment, policy, count, new() { Every = options.Every, Noise = options.Noise, Seed = seed }, cancellation);
        Dataset data = pairs.ToDataset();
        return data.TargetShape.Rank == 0
            ? data
            : new Dataset(data.Inputs().ToArray(), data.InputShape, [.. Enumerable.Range(0, count).Select(i => data.Target(i)[0])], []);
    }
}
