using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Chooses an action with the probability softmax(q/τ): better ones more often, none never (Sutton and Barto 2018, §2.8).
/// </summary>
internal static class Boltzmann
{
    /// <summary>Fills in the actions that are not chosen yet.</summary>
    /// <param name="values">Action values, <c>[actions.Length, actionCount]</c>.</param>
    /// <param name="actionCount">How many actions there are.</param>
    /// <param name="temperature">τ, above 0.</param>
    /// <param name="random">The agent's exploration stream.</param>
    /// <param name="actions">Entries that are negative are replaced.</param>
    /// <param name="masks">What is allowed, <c>[actions.Length, actionCount]</c>; empty: everything.</param>
    public static void Draw(
        ReadOnlySpan<float> values, int actionCount, float temperature, ref Rng random, Span<int> actions, ReadOnlySpan<bool> masks)
    {
        for (int i = 0; i < actions.Length; i++)
        {
            if (actions[i] < 0)
            {
                actions[i] = Draw(
                    values.Slice(i * actionCount, actionCount), temperature, ref random, ActionMask.Row(masks, i, actionCount));
            }
        }
    }

    private static int Draw(ReadOnlySpan<float> values, double temperature, ref Rng random, ReadOnlySpan<bool> mask)
    {
        int best = EpsilonGreedy.Greedy(values, mask), chosen = best;
        double sum = 0;
        for (int a = 0; a < values.Length; a++)
        {
            sum += Weight(values, mask, a, best, temperature);
        }

        double number = random.NextDouble() * sum;
        for (int a = 0; a < values.Length; a++)
        {
            double weight = Weight(values, mask, a, best, temperature);
            if (weight > 0)
            {
                chosen = a;
                if (number < weight)
                {
                    break;
                }
            }

            number -= weight;
        }

        return chosen;
    }

    private static double Weight(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask, int action, int best, double temperature) =>
        mask.IsEmpty || mask[action] ? ScalarMath.Exp(((double)values[action] - values[best]) / temperature) : 0;
}
