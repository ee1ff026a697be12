namespace Epoche;

/// <summary>Choosing among the values of a state's actions and valuing a state, as functions of their arguments alone.</summary>
internal static class TableTargets
{
    /// <summary>Whether any action is allowed: in the last state of an episode perhaps none is.</summary>
    public static bool AnyAllowed(ReadOnlySpan<bool> mask) => mask.IsEmpty || mask.Contains(true);

    /// <summary>max q(a) over the allowed actions.</summary>
    public static double Max(ReadOnlySpan<double> q, ReadOnlySpan<bool> mask)
    {
        double max = double.NegativeInfinity;
        for (int a = 0; a < q.Length; a++)
        {
            max = (mask.IsEmpty || mask[a]) && q[a] > max ? q[a] : max;
        }

        return max;
    }

    /// <summary>Σ π(a) q(a), π being ε-greedy over the allowed actions, the greedy ones each with the same probability.</summary>
    public static double Expected(ReadOnlySpan<double> q, ReadOnlySpan<bool> mask, double epsilon)
    {
        double max = Max(q, mask), sum = 0;
        int allowed = 0;
        for (int a = 0; a < q.Length; a++)
        {
            if (mask.IsEmpty || mask[a])
            {
                allowed++;
                sum += q[a];
            }
        }

        return (epsilon * (sum / allowed)) + ((1 - epsilon) * max);
    }

    /// <summary>With probability ε any allowed action, else a greedy one.</summary>
    public static int Draw(ReadOnlySpan<double> q, ReadOnlySpan<bool> mask, float epsilon, ref Rng random) =>
        random.NextSingle() < epsilon ? ActionMask.Draw(mask, q.Length, ref random) : Greedy(q, mask, ref random);

    /// <summary>An allowed action of greatest value; of equal ones each with the same probability, drawn where there are several.</summary>
    /// <exception cref="ArgumentException">None is allowed.</exception>
    public static int Greedy(ReadOnlySpan<double> q, ReadOnlySpan<bool> mask, ref Rng random)
    {
        int action = ActionMask.First(mask), equals = 0;
        double max = Max(q, mask);
        for (int a = action; a < q.Length; a++)
        {
            equals += (mask.IsEmpty || mask[a]) && q[a] == max ? 1 : 0;
        }

        for (int skip = equals > 1 ? random.NextInt(equals) : 0; ; action++)
        {
            if ((mask.IsEmpty || mask[action]) && q[action] == max && skip-- == 0)
            {
                return action;
            }
        }
    }
}
