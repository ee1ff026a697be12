using System.Globalization;

namespace Epoche.Simulation;

/// <summary>How episodes end.</summary>
internal static class EpisodeChecks
{
    private const int Count = 7, Steps = 1500, LongestLimit = 5000;

    public static string LimitTruncates(EnvironmentSubject subject)
    {
        int?[] limits = [.. Enumerable.Range(0, Count).Select(i => subject.CreateAt(i).Spec.TimeLimit)];
        if (Array.TrueForAll(limits, limit => limit is null))
        {
            return "the spec states none";
        }

        Play(subject, (environment, elapsed, view) => BrokenRuleException.Unless(
            !(elapsed >= limits[environment]) || view.Truncated[environment],
            $"Environment {environment} is at step {elapsed} of an episode with a time limit of {limits[environment]} and not truncated."));
        return limits.Max() > LongestLimit ? "too long to be reached here" : "";
    }

    public static string EpisodesEnd(EnvironmentSubject subject)
    {
        int episodes = 0, terminated = 0, truncated = 0, shortest = int.MaxValue, longest = 0;
        int steps = Play(subject, (environment, elapsed, view) =>
        {
            if (view.Ended(environment))
            {
                episodes++;
                terminated += view.Terminated[environment] ? 1 : 0;
                truncated += view.Truncated[environment] ? 1 : 0;
                shortest = Math.Min(shortest, elapsed);
                longest = Math.Max(longest, elapsed);
            }
        });
        BrokenRuleException.Unless(
            episodes > 0 || subject.Create().Spec.TimeLimit is not null,
            $"None of {Count} environments ended an episode within {steps} random steps, and there is no time limit.");
        return episodes == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"{episodes} episodes of {shortest} to {longest} random steps: {terminated} terminated, {truncated} truncated");
    }

    private delegate void Look(int environment, int elapsed, BatchTransition view);

    /// <summary>Plays past the time limit twice, where that is not too far away; returns how many steps.</summary>
    private static int Play(EnvironmentSubject subject, Look look)
    {
        using BatchTape tape = new(subject.CreateBatch(Count), actionSeed: 2);
        int limit = Math.Min(tape.Environment.Spec.TimeLimit ?? 0, LongestLimit), steps = Math.Max(Steps, (2 * limit) + 1);
        int[] elapsed = new int[Count];
        tape.Reset(seed: 2);
        for (int step = 0; step < steps; step++)
        {
            tape.Step();
            for (int i = 0; i < Count; i++)
            {
                elapsed[i]++;
                look(i, elapsed[i], tape.View);
                elapsed[i] = tape.View.Ended(i) ? 0 : elapsed[i];
            }
        }

        return steps;
    }
}
