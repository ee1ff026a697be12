namespace Epoche;

/// <summary>Choosing under a mask: true for each action that the state allows. An empty mask allows all.</summary>
internal static class ActionMask
{
    /// <summary>The mask of one row of many; empty where there are none.</summary>
    public static ReadOnlySpan<bool> Row(ReadOnlySpan<bool> masks, int row, int actions) =>
        masks.IsEmpty ? [] : masks.Slice(row * actions, actions);

    /// <summary>One of the allowed actions, each with the same probability, by one draw.</summary>
    /// <exception cref="ArgumentException">None is allowed.</exception>
    public static int Draw(ReadOnlySpan<bool> mask, int actions, ref Rng random)
    {
        if (mask.IsEmpty)
        {
            return random.NextInt(actions);
        }

        // Plain loops: masks are a few booleans long, and a call for each search would take most of the time.
        int allowed = 0;
        foreach (bool isAllowed in mask)
        {
            allowed += isAllowed ? 1 : 0;
        }

        if (allowed == 0)
        {
            throw NoneAllowed();
        }

        int action = 0;
        for (int before = random.NextInt(allowed); before > 0 || !mask[action]; action++)
        {
            before -= mask[action] ? 1 : 0;
        }

        return action;
    }

    /// <summary>The first allowed action.</summary>
    /// <exception cref="ArgumentException">None is allowed.</exception>
    public static int First(ReadOnlySpan<bool> mask) =>
        mask.IsEmpty ? 0 : mask.IndexOf(true) is >= 0 and int first ? first : throw NoneAllowed();

    /// <summary>For messages: <c>0, 2</c>.</summary>
    public static string Text(ReadOnlySpan<bool> mask)
    {
        List<int> allowed = [];
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i])
            {
                allowed.Add(i);
            }
        }

        return allowed.Count == 0 ? "none" : string.Join(", ", allowed);
    }

    private static ArgumentException NoneAllowed() =>
        new("The mask allows no action, so there is none to choose; a state in which an agent acts allows at least one.", "mask");
}
