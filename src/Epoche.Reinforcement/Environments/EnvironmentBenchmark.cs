using System.Diagnostics;

namespace Epoche;

/// <summary>What <see cref="EnvironmentBenchmark.Run"/> measured.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Count">Environments in the batch.</param>
/// <param name="Steps">Environment steps made while the clock ran.</param>
/// <param name="Seconds">The time they took.</param>
public sealed record EnvironmentThroughput(string Environment, int Count, long Steps, double Seconds)
{
    /// <summary>Environment steps per second, resets included.</summary>
    public double StepsPerSecond => Steps / Seconds;
}

/// <summary>Measures how fast a batch environment steps under uniformly random actions.</summary>
public static class EnvironmentBenchmark
{
    private const int Tables = 64;

    /// <summary>
    /// Steps for about <paramref name="duration"/>, after a warm-up of a fifth of it. Resets are part of the time; the actions are not: they are drawn beforehand.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive.</exception>
    public static EnvironmentThroughput Run(IBatchEnvironment environment, TimeSpan duration, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        RandomActions actions = new(environment.Spec.Actions, environment.Count, Tables, seed);
        TransitionBuffers buffers = new(environment);
        environment.Reset(seed, buffers.Observations);
        Advance(environment, actions, buffers, duration / 5);
        return Advance(environment, actions, buffers, duration);
    }

    private static EnvironmentThroughput Advance(IBatchEnvironment environment, RandomActions actions, TransitionBuffers buffers, TimeSpan duration)
    {
        long steps = 0;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            for (int table = 0; table < actions.Batches; table++)
            {
                environment.Step(actions[table], buffers.View);
            }

            steps += (long)actions.Batches * environment.Count;
        }

        return new(environment.Spec.Name, environment.Count, steps, watch.Elapsed.TotalSeconds);
    }
}
