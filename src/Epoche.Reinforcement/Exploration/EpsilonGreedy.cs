namespace Epoche;

/// <summary>With probability ε any action, else the one of greatest value (Watkins 1989).</summary>
internal static class EpsilonGreedy
{
    /// <summary>Decides where to explore, before values are computed: they need not be where every environment explores.</summary>
    /// <param name="epsilon">The probability of exploring, 0 to 1.</param>
    /// <param name="actionCount">How many actions there are.</param>
    /// <param name="random">The agent's exploration stream.</param>
    /// <param name="actions">Receives a random action where the environment explores and −1 where the greedy one is to be taken.</param>
    /// <param name="masks">What is allowed, <c>[actions.Length, actionCount]</c>; empty: everything.</param>
    /// <returns>Whether any environment needs its greedy action.</returns>
    public static bool Explore(float epsilon, int actionCount, ref Rng random, Span<int> actions, ReadOnlySpan<bool> masks = default)
    {
        bool greedy = false;
        for (int i = 0; i < actions.Length; i++)
        {
            ReadOnlySpan<bool> mask = ActionMask.Row(masks, i, actionCount);
            actions[i] = random.NextSingle() < epsilon ? ActionMask.Draw(mask, actionCount, ref random) : -1;
            greedy |= actions[i] < 0;
        }

        return greedy;
    }

    /// <summary>Fills in the greedy actions.</summary>
    /// <param name="values">Action values, <c>[actions.Length, actionCount]</c>.</param>
    /// <param name="actionCount">How many actions there are.</param>
    /// <param name="actions">Entries that are negative are replaced.</param>
    /// <param name="masks">What is allowed, <c>[actions.Length, actionCount]</c>; empty: everything.</param>
    public static void Exploit(ReadOnlySpan<float> values, int actionCount, Span<int> actions, ReadOnlySpan<bool> masks = default)
    {
        for (int i = 0; i < actions.Length; i++)
        {
            if (actions[i] < 0)
            {
                actions[i] = Greedy(values.Slice(i * actionCount, actionCount), ActionMask.Row(masks, i, actionCount));
            }
        }
    }

    /// <summary>The action of greatest value among those that are allowed; of equal ones the first.</summary>
    /// <exception cref="ArgumentException">None is allowed.</exception>
    public static int Greedy(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask = default)
    {
        int best = ActionMask.First(mask);
        for (int a = best + 1; a < values.Length; a++)
        {
            best = values[a] > values[best] && (mask.IsEmpty || mask[a]) ? a : best;
        }

        return best;
    }
}
