namespace Epoche;

/// <summary>Generalized advantage estimation (Schulman et al. 2016, arXiv:1506.02438, eq. 16) over rollouts.</summary>
public static class GeneralizedAdvantage
{
    /// <summary>
    /// δ_t = r_t + γ·v(s_t+1)·(1 − terminated_t) − v(s_t); A_t = δ_t + γλ·(1 − ended_t)·A_t+1. Two masks: an episode that terminated has
    /// nothing to bootstrap from, and no sum runs on across the end of any episode. Sums are kept in double precision. All spans but
    /// <paramref name="environments"/> are of steps × environments, the environments of a step side by side.
    /// </summary>
    /// <param name="environments">How many environments step side by side.</param>
    /// <param name="rewards">r_t: what the action in s_t earned.</param>
    /// <param name="values">v(s_t).</param>
    /// <param name="following">
    /// v(s_t+1), where s_t+1 is what the action led to: the last observation of an episode that ended there, not the first of the next
    /// one. It does not count where <paramref name="terminated"/>.
    /// </param>
    /// <param name="terminated">Whether the task was over after the action.</param>
    /// <param name="ended">Whether the episode was, one way or the other.</param>
    /// <param name="discount">γ.</param>
    /// <param name="lambda">λ: 0 trusts the values, 1 the rewards.</param>
    /// <param name="advantages">Receives A_t.</param>
    /// <param name="returns">Receives A_t + v(s_t), which values learn.</param>
    /// <exception cref="ArgumentException">Spans differ in length, or are no whole steps.</exception>
    public static void Estimate(
        int environments, ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> following,
        ReadOnlySpan<bool> terminated, ReadOnlySpan<bool> ended, float discount, float lambda, Span<float> advantages,
        Span<float> returns) => Estimate(
            environments, rewards, values, following, terminated, ended, discount, lambda, valueLambda: lambda, advantages, returns);

    /// <summary>The same with a λ of its own for the returns (decoupled estimation, Yuan et al. 2025, arXiv:2503.01491).</summary>
    internal static void Estimate(
        int environments, ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> following,
        ReadOnlySpan<bool> terminated, ReadOnlySpan<bool> ended, float discount, float lambda, float valueLambda, Span<float> advantages,
        Span<float> returns)
    {
        OptionChecks.AtLeastOne(environments, "environments");
        int count = rewards.Length;
        if (count % environments != 0 || values.Length != count || following.Length != count || terminated.Length != count
            || ended.Length != count || advantages.Length != count || returns.Length != count)
        {
            throw new ArgumentException(
                $"Rewards, values, flags and results have one number for each step of {environments} environments; received {count} "
                + $"rewards, {values.Length} and {following.Length} values, {terminated.Length} and {ended.Length} flags, and room for "
                + $"{advantages.Length} advantages and {returns.Length} returns.",
                nameof(rewards));
        }

        for (int environment = 0; environment < environments; environment++)
        {
            double advantage = 0, error = 0;
            for (int t = count - environments + environment; t >= 0; t -= environments)
            {
                double next = terminated[t] ? 0 : (double)discount * following[t];
                double delta = rewards[t] + next - values[t];
                advantage = delta + (ended[t] ? 0 : (double)discount * lambda * advantage);
                error = delta + (ended[t] ? 0 : (double)discount * valueLambda * error);
                advantages[t] = (float)advantage;
                returns[t] = (float)(error + values[t]);
            }
        }
    }
}
