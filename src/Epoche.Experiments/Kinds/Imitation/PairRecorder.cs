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
        int width = environment.Spec.Observation.ElementCount, actions = environment.Spec.Actions.Count;
        float[] observations = new float[count * width], answers = new float[count];
        TransitionBuffers buffers = new(environment);
        Rng chance = Rng.Stream(seed, "records"), noise = Rng.Stream(seed, "noise");
        int[] action = new int[1];
        ReadOnlySpan<int> lanes = [0];
        environment.Reset(seed, buffers.Observations);
        policy.Begin(lanes);
        for (int recorded = 0; recorded < count;)
        {
            cancellation.ThrowIfCancellationRequested();
            policy.Act(buffers.Observations, lanes, new PolicyActions(action.AsSpan()));
            if (chance.NextInt(options.Every) == 0)
            {
                buffers.Observations.CopyTo(observations, recorded * width);
                answers[recorded++] = action[0];
            }

            if (options.Noise > 0 && noise.NextBoolean(options.Noise))
            {
                action[0] = noise.NextInt(actions);
            }

            environment.Step(action, buffers.View);
            if (buffers.View.Ended(0))
            {
                policy.Begin(lanes);
            }
        }

        return new Dataset(observations, environment.Spec.Observation, answers, []);
    }
}
