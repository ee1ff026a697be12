using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Stops what is not a number where an environment gives it. In training it would poison every batch that draws it, and the weights soon
/// after; in an evaluation the mean of all returns.
/// </summary>
internal static class TransitionGuard
{
    private const string Causes = "Check the environment: a division by zero, a state that grows without limit, a missing reset.";
    private const string InTraining = $"Nothing of this step was stored, and the weights are those of before. {Causes}";
    private const string InPlay = $"A return that it is part of would say nothing. {Causes}";

    /// <summary>Checks first observations.</summary>
    /// <exception cref="NonFiniteException">An observation holds NaN or an infinity.</exception>
    public static void Observations(EnvironmentSpec spec, long step, ReadOnlySpan<float> observations)
    {
        if (!Reduce.IsFinite(observations))
        {
            throw Found(spec, step, observations, spec.Observation.ElementCount, "the observation", "environment", 0, InTraining);
        }
    }

    /// <summary>Checks what a step gave.</summary>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    public static void Step(EnvironmentSpec spec, long step, in BatchTransition result)
    {
        Observations(spec, step, result.Observations);
        if (!Reduce.IsFinite(result.Rewards))
        {
            throw Found(spec, step, result.Rewards, 1, "the reward", "environment", 0, InTraining);
        }

        int width = spec.Observation.ElementCount;
        for (int i = 0; i < result.Rewards.Length; i++)
        {
            if (result.Ended(i) && !Reduce.IsFinite(result.FinalObservations.Slice(i * width, width)))
            {
                throw Found(
                    spec, step, result.FinalObservations.Slice(i * width, width), width, "the final observation",
                    "environment", i, InTraining);
            }
        }
    }

    /// <summary>Checks the first observation of an episode that is only played.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="episode">Which episode, for the message.</param>
    /// <param name="observation">One observation.</param>
    /// <exception cref="NonFiniteException">It holds NaN or an infinity.</exception>
    public static void Begun(EnvironmentSpec spec, long episode, ReadOnlySpan<float> observation)
    {
        if (!Reduce.IsFinite(observation))
        {
            throw Found(spec, 0, observation, observation.Length, "the observation", "episode", episode, InPlay);
        }
    }

    /// <summary>Checks what a step of one environment gave, whose episode is only played.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="step">Steps of the episode.</param>
    /// <param name="result">What the step of all environments gave.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="episode">Which episode, for the message.</param>
    /// <exception cref="NonFiniteException">An observation or the reward is NaN or infinite.</exception>
    public static void Played(EnvironmentSpec spec, long step, in BatchTransition result, int row, long episode)
    {
        if (!float.IsFinite(result.Rewards[row]))
        {
            throw Found(spec, step, result.Rewards.Slice(row, 1), 1, "the reward", "episode", episode, InPlay);
        }

        int width = spec.Observation.ElementCount;
        bool ended = result.Ended(row);
        ReadOnlySpan<float> observation = (ended ? result.FinalObservations : result.Observations).Slice(row * width, width);
        if (!Reduce.IsFinite(observation))
        {
            throw Found(spec, step, observation, width, ended ? "the final observation" : "the observation", "episode", episode, InPlay);
        }
    }

    private static NonFiniteException Found(
        EnvironmentSpec spec, long step, ReadOnlySpan<float> values, int width, string what, string place, long first, string advice)
    {
        int index = 0;
        while (float.IsFinite(values[index]))
        {
            index++;
        }

        string feature = what == "the reward" ? what : $"feature {index % width} of {what}";
        string name = spec.Name.Length == 0 ? "the environment" : spec.Name;
        return new NonFiniteException(step, $"{feature} that {name} gave in {place} {first + (index / width)}", values[index], advice);
    }
}
