namespace Epoche;

/// <summary>The actions of many environments, row by row, whatever they are.</summary>
internal static class ActionRows
{
    /// <summary>The action of one row.</summary>
    public static EnvironmentAction Row(this ActionSpec spec, BatchActions actions, int row) => spec.Kind switch
    {
        ActionKind.Discrete => new(actions.Indices[row]),
        ActionKind.Continuous => new(actions.Values.Slice(row * spec.Width, spec.Width)),
        _ => new(actions.Indices.Slice(row * spec.Width, spec.Width)),
    };

    /// <summary>Room for the actions of so many environments: indices, or numbers.</summary>
    public static (int[] Indices, float[] Values) Room(this ActionSpec spec, int count) =>
        spec.IsContinuous ? ([], new float[count * spec.Width]) : (new int[count * spec.Width], []);

    /// <summary>What a step takes of such room.</summary>
    public static BatchActions Of(this ActionSpec spec, int[] indices, float[] values) =>
        spec.IsContinuous ? new((ReadOnlySpan<float>)values) : new((ReadOnlySpan<int>)indices);

    /// <summary>An action that a mask allows: of each part the first; without a mask, 0.</summary>
    /// <exception cref="ArgumentException">A part has none.</exception>
    public static void First(this ActionSpec spec, ReadOnlySpan<bool> mask, Span<int> action)
    {
        for (int part = 0, start = 0; part < action.Length; start += spec.Choices[part++])
        {
            action[part] = ActionMask.First(mask.IsEmpty ? [] : mask.Slice(start, spec.Choices[part]));
        }
    }

    /// <summary>An action that a mask allows, of each part any with the same probability.</summary>
    /// <exception cref="ArgumentException">A part has none.</exception>
    public static void Draw(this ActionSpec spec, ReadOnlySpan<bool> mask, ref Rng random, Span<int> action)
    {
        for (int part = 0, start = 0; part < action.Length; start += spec.Choices[part++])
        {
            int choices = spec.Choices[part];
            action[part] = ActionMask.Draw(mask.IsEmpty ? [] : mask.Slice(start, choices), choices, ref random);
        }
    }

    /// <summary>Whether each part of a mask allows something.</summary>
    public static bool AllowsSome(this ActionSpec spec, ReadOnlySpan<bool> mask)
    {
        foreach (int choices in spec.Choices)
        {
            if (!mask[..choices].Contains(true))
            {
                return false;
            }

            mask = mask[choices..];
        }

        return true;
    }

    /// <summary>Whether kept actions, as many numbers for each as it is wide, are what the spec knows; those of bounds are any.</summary>
    public static bool AreOf(this ActionSpec spec, ReadOnlySpan<float> kept)
    {
        ReadOnlySpan<int> choices = spec.Choices;
        for (int i = 0; i < kept.Length && !choices.IsEmpty; i++)
        {
            if (!(kept[i] >= 0 && kept[i] < choices[i % choices.Length] && kept[i] == (int)kept[i]))
            {
                return false;
            }
        }

        return true;
    }
}
