using System.Diagnostics;

namespace Epoche;

/// <summary>What <see cref="EnvironmentBenchmark.Run"/> measured.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Count">Environments in the batch.</param>
/// <param name="Steps">Environment steps made while the clock ran.</param>
/// <param name="Seconds">The time they took.</param>
/// <param name="PeakStepsPerSecond">The rate of the fastest tenth: what the code does where other programs leave it the core.</param>
public sealed record EnvironmentThroughput(string Environment, int Count, long Steps, double Seconds, double PeakStepsPerSecond)
{
    /// <summary>The environment's name.</summary>
    public string Environment { get; init => field = NotNull.Of(value); } = NotNull.Of(Environment);

    /// <summary>Environments in the batch.</summary>
    public int Count { get; init; } = Count;

    /// <summary>Environment steps made while the clock ran.</summary>
    public long Steps { get; init; } = Steps;

    /// <summary>The time they took.</summary>
    public double Seconds { get; init; } = Seconds;

    /// <summary>The rate of the fastest tenth: what the code does where other programs leave it the core.</summary>
    public double PeakStepsPerSecond { get; init; } = PeakStepsPerSecond;

    /// <summary>Environment steps per second over the whole time, resets included.</summary>
    public double StepsPerSecond => Steps / Seconds;

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(EnvironmentThroughput), PrintMembers);
}

/// <summary>Measures how fast a batch environment steps under uniformly random actions.</summary>
public static class EnvironmentBenchmark
{
    // 64 KB, so that reading actions is not what is measured.
    private const int Parts = 10, MostTables = 64, FewestTables = 8, ActionsAtHand = 16_384;

    /// <summary>
    /// Steps for about <paramref name="duration"/>, after a warm-up of a fifth of it. Resets are part of the time; the actions
    /// are not: they are drawn beforehand.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not positive.</exception>
    public static EnvironmentThroughput Run(IBatchEnvironment environment, TimeSpan duration, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (duration <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(duration), $"duration is {duration:c}; expected a time above 0.");
        }

        RandomActions actions = new(
            environment.Spec.Actions, environment.Count, Math.Clamp(ActionsAtHand / environment.Count, FewestTables, MostTables), seed);
        TransitionBuffers buffers = new(environment);
        environment.Reset(seed, buffers.Observations);
        environment.WriteActionMasks(buffers.ActionMasks);
        TimeSpan part = duration / Parts;
        Advance(environment, actions, buffers, 2 * part);
        (long steps, double seconds, double peak) = (0, 0, 0);
        for (int i = 0; i < Parts; i++)
        {
            (long partSteps, double partSeconds) = Advance(environment, actions, buffers, part);
            steps += partSteps;
            seconds += partSeconds;
            peak = Math.Max(peak, partSteps / partSeconds);
        }

        return new(environment.Spec.Name, environment.Count, steps, seconds, peak);
    }

    private static (long Steps, double Seconds) Advance(
        IBatchEnvironment environment, RandomActions actions, TransitionBuffers buffers, TimeSpan duration)
    {
        long steps = 0;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            for (int table = 0; table < actions.Batches; table++)
            {
                environment.Step(actions.Under(table, buffers.ActionMasks), buffers.View);
            }

            steps += (long)actions.Batches * environment.Count;
        }

        return (steps, watch.Elapsed.TotalSeconds);
    }
}
