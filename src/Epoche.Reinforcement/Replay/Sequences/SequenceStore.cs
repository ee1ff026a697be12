namespace Epoche;

/// <summary>
/// Rows of sequences: of each step its observation, what was done before it and what that earned, and which actions it allows.
/// </summary>
internal sealed class SequenceStore(EnvironmentSpec spec, int count, int steps)
{
    private readonly int _observation = spec.Observation.ElementCount, _mask = spec.MaskWidth;

    /// <summary>Steps of a row.</summary>
    public int Steps { get; } = steps;

    /// <summary><c>[count, steps, …observation]</c>.</summary>
    public float[] Observations { get; } = new float[Size(count, steps, spec.Observation.ElementCount)];

    /// <summary>The action before each step, −1 at the start of an episode, <c>[count, steps]</c>.</summary>
    public int[] Actions { get; } = new int[Size(count, steps, 1)];

    /// <summary>Its reward, 0 at the start, <c>[count, steps]</c>.</summary>
    public float[] Rewards { get; } = new float[Size(count, steps, 1)];

    /// <summary>1 for what a step allows, <c>[count, steps, mask]</c>; empty where nothing is masked.</summary>
    public float[] Allowed { get; } = new float[Size(count, steps, spec.MaskWidth)];

    /// <summary>The observation of a step.</summary>
    public Span<float> Observation(int row, int step) => Observations.AsSpan(((row * Steps) + step) * _observation, _observation);

    /// <summary>What a step allows.</summary>
    public Span<float> AllowedAt(int row, int step) => Allowed.AsSpan(((row * Steps) + step) * _mask, _mask);

    /// <summary>Writes a step.</summary>
    public void Put(int row, int step, ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed, int action, float reward)
    {
        observation.CopyTo(Observation(row, step));
        Span<float> masks = AllowedAt(row, step);
        bool none = !allowed.Contains(true); // at the end of an episode: nothing is chosen there
        for (int i = 0; i < masks.Length; i++)
        {
            masks[i] = none || allowed[i] ? 1 : 0;
        }

        (Actions[(row * Steps) + step], Rewards[(row * Steps) + step]) = (action, reward);
    }

    /// <summary>Copies steps of another store's row, or moves those of a row of its own.</summary>
    public void Copy(SequenceStore from, int fromRow, int fromStep, int row, int step, int count)
    {
        int source = (fromRow * from.Steps) + fromStep, place = (row * Steps) + step;
        from.Observations.AsSpan(source * _observation, count * _observation).CopyTo(Observations.AsSpan(place * _observation));
        from.Allowed.AsSpan(source * _mask, count * _mask).CopyTo(Allowed.AsSpan(place * _mask));
        from.Actions.AsSpan(source, count).CopyTo(Actions.AsSpan(place));
        from.Rewards.AsSpan(source, count).CopyTo(Rewards.AsSpan(place));
    }

    /// <summary>Forgets a row.</summary>
    public void Clear(int row)
    {
        Observations.AsSpan(row * Steps * _observation, Steps * _observation).Clear();
        Allowed.AsSpan(row * Steps * _mask, Steps * _mask).Fill(1);
        Actions.AsSpan(row * Steps, Steps).Clear();
        Rewards.AsSpan(row * Steps, Steps).Clear();
    }

    /// <summary>Writes the first rows.</summary>
    public void Save(StateSaver to, int rows)
    {
        int all = rows * Steps;
        to.Write<float>("observations", Observations.AsSpan(0, all * _observation));
        to.Write<int>("actions", Actions.AsSpan(0, all));
        to.Write<float>("rewards", Rewards.AsSpan(0, all));
        to.Write<float>("allowed", Allowed.AsSpan(0, all * _mask));
    }

    /// <summary>Reads them; refuses what is none before it changes anything.</summary>
    /// <param name="from">What <see cref="Save"/> wrote.</param>
    /// <param name="rows">How many.</param>
    /// <param name="taken">The first and the last step of a row before which something was done.</param>
    public void Load(StateLoader from, int rows, Func<int, (int First, int Last)> taken)
    {
        int all = rows * Steps;
        RequireFinite(from, "observations", all * _observation);
        RequireFinite(from, "rewards", all);
        from.RequireCount<float>("allowed", all * _mask);
        from.RequireCount<int>("actions", all);
        ReadOnlySpan<int> actions = from.Array<int>("actions");
        bool areActions = !actions.ContainsAnyExceptInRange(-1, spec.Actions.Count - 1);
        for (int row = 0; row < rows && areActions; row++)
        {
            (int first, int last) = taken(row);
            areActions = last < first || !actions.Slice((row * Steps) + first, last - first + 1).Contains(-1);
        }

        if (!areActions)
        {
            throw from.Mismatch("actions", $"indices of {spec.Actions}, and -1 at the start of an episode", "others");
        }

        if (from.Array<float>("allowed").Any(mask => mask is not (0 or 1)))
        {
            throw from.Mismatch("allowed", "1 for what is allowed and 0 for the rest", "other numbers");
        }

        from.Read("observations", Observations.AsSpan(0, all * _observation));
        from.Read("actions", Actions.AsSpan(0, all));
        from.Read("rewards", Rewards.AsSpan(0, all));
        from.Read("allowed", Allowed.AsSpan(0, all * _mask));
    }

    /// <summary>Of so many finite numbers.</summary>
    public static void RequireFinite(StateLoader from, string name, long count)
    {
        from.RequireCount<float>(name, count);
        if (!from.Array<float>(name).All(float.IsFinite))
        {
            throw from.Mismatch(name, "finite numbers", "others");
        }
    }

    private static int Size(int count, int steps, int width)
    {
        OptionChecks.Fits((long)count * steps, Math.Max(1, width), "steps of sequences", nameof(count));
        return count * steps * width;
    }
}
