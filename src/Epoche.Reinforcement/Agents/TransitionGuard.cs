using Epoche.Kernels;

namespace Epoche;

/// <summary>Stops what is not a number before it reaches the memory: it would poison every batch that draws it, and the weights soon after.</summary>
internal static class TransitionGuard
{
    /// <summary>Checks first observations.</summary>
    /// <exception cref="NonFiniteException">An observation holds NaN or an infinity.</exception>
    public static void Observations(EnvironmentSpec spec, long step, ReadOnlySpan<float> observations)
    {
        if (!Reduce.IsFinite(observations))
        {
            throw Found(spec, step, observations, spec.Observation.ElementCount, "the observation");
        }
    }

    /// <summary>Checks what a step gave.</summary>
    /// <exception cref="NonFiniteException">An observation or reward is NaN or infinite.</exception>
    public static void Step(EnvironmentSpec spec, long step, in BatchTransition result)
    {
        Observations(spec, step, result.Observations);
        if (!Reduce.IsFinite(result.Rewards))
        {
            throw Found(spec, step, result.Rewards, 1, "the reward");
        }

        int width = spec.Observation.ElementCount;
        for (int i = 0; i < result.Rewards.Length; i++)
        {
            if (result.Ended(i) && !Reduce.IsFinite(result.FinalObservations.Slice(i * width, width)))
            {
                throw Found(spec, step, result.FinalObservations.Slice(i * width, width), width, "the final observation", i);
            }
        }
    }

    private static NonFiniteException Found(EnvironmentSpec spec, long step, ReadOnlySpan<float> values, int width, string what, int firstEnvironment = 0)
    {
        int index = 0;
        while (float.IsFinite(values[index]))
        {
            index++;
        }

        string feature = width == 1 ? what : $"feature {index % width} of {what}";
        string name = spec.Name.Length == 0 ? "the environment" : spec.Name;
        return new NonFiniteException(
            step, $"{feature} that {name} gave in environment {firstEnvironment + (index / width)}", values[index],
            "Nothing of this step was stored, and the weights are those of before. Check the environment: a division by zero, a state that grows without limit, a missing reset.");
    }
}
