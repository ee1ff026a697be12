namespace Epoche;

/// <summary>
/// Between an environment's bounds and [−1, 1], in which networks with tanh act, replay keeps actions and log-densities are taken.
/// </summary>
internal static class UnitBox
{
    /// <summary>Numbers in [−1, 1] as the environment takes them; what lies outside is clipped.</summary>
    public static void ToEnvironment(ActionSpec actions, ReadOnlySpan<float> unit, Span<float> values)
    {
        ReadOnlySpan<float> low = actions.Low, high = actions.High;
        for (int i = 0, number = 0; i < unit.Length; i++)
        {
            float at = Math.Clamp(unit[i], -1, 1), half = 0.5f * (high[number] - low[number]);
            values[i] = Math.Clamp(low[number] + ((at + 1) * half), low[number], high[number]);
            number = number + 1 == low.Length ? 0 : number + 1;
        }
    }

    /// <summary>What the environment took, in [−1, 1].</summary>
    public static void FromEnvironment(ActionSpec actions, ReadOnlySpan<float> values, Span<float> unit)
    {
        ReadOnlySpan<float> low = actions.Low, high = actions.High;
        for (int i = 0, number = 0; i < values.Length; i++)
        {
            float half = 0.5f * (high[number] - low[number]);
            unit[i] = Math.Clamp(((values[i] - low[number]) / half) - 1, -1, 1);
            number = number + 1 == low.Length ? 0 : number + 1;
        }
    }

    /// <summary>Actions are continuous.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void RequireContinuous(EnvironmentSpec spec, string method)
    {
        if (!spec.Actions.IsContinuous)
        {
            throw new ArgumentException(
                $"{method} acts by numbers, so its actions must be continuous; {spec.Label} has {spec.Actions}. "
                + "DQN and PPO choose among discrete actions.",
                nameof(spec));
        }
    }
}
