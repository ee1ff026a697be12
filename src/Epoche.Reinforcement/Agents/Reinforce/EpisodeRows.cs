namespace Epoche;

/// <summary>
/// Steps of episodes, one row each: of the one that is played, or of all that an update learns from. Grows to the longest and then
/// allocates no more.
/// </summary>
internal sealed class EpisodeRows : IStateful
{
    private const int RowsAtFirst = 256;

    private readonly EnvironmentSpec _spec;
    private readonly int _observation, _mask, _action;

    public EpisodeRows(EnvironmentSpec spec, int actionWidth)
    {
        _spec = spec;
        (_observation, _mask, _action) = (spec.Observation.ElementCount, spec.MaskWidth, actionWidth);
        MakeRoom(RowsAtFirst);
    }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    public float[] Observations { get; private set; } = [];

    public float[] Allowed { get; private set; } = [];

    public float[] Actions { get; private set; } = [];

    public float[] Values { get; private set; } = [];

    /// <summary>r_t until it is replaced by the return.</summary>
    public float[] Returns { get; private set; } = [];

    int IStateful.StateVersion => 1;

    public Tensor ObservationTensor => Tensor.Wrap(Observations, _spec.Observation.Prepend(Count));

    public Tensor ActionTensor => Tensor.Wrap(Actions, [Count, _action]);

    public Tensor? AllowedTensor => _mask > 0 ? Tensor.Wrap(Allowed, [Count, _mask]) : null;

    public void Clear() => Count = 0;

    /// <summary>A step before its reward is known.</summary>
    public void Add(ReadOnlySpan<float> observation, ReadOnlySpan<bool> allowed, ReadOnlySpan<float> action, float value)
    {
        MakeRoom(Count + 1);
        observation.CopyTo(Observations.AsSpan(Count * _observation));
        for (int i = 0; i < allowed.Length; i++)
        {
            Allowed[(Count * _mask) + i] = allowed[i] ? 1 : 0;
        }

        action.CopyTo(Actions.AsSpan(Count * _action));
        Values[Count++] = value;
    }

    /// <summary>The reward of the latest step.</summary>
    public void Reward(float reward) => Returns[Count - 1] = reward;

    /// <summary>Replaces each reward by what the rest of the episode earned: G_t = r_t + γ·G_t+1, in double precision.</summary>
    /// <param name="discount">γ.</param>
    /// <param name="after">G after the last step: 0, or what the last observation is worth where the episode was cut off.</param>
    public void ToReturns(float discount, float after)
    {
        double sum = after;
        for (int t = Count - 1; t >= 0; t--)
        {
            sum = Returns[t] + ((double)discount * sum);
            Returns[t] = (float)sum;
        }
    }

    /// <summary>Adds all rows of an episode.</summary>
    public void Append(EpisodeRows episode)
    {
        MakeRoom(Count + episode.Count);
        episode.Observations.AsSpan(0, episode.Count * _observation).CopyTo(Observations.AsSpan(Count * _observation));
        episode.Allowed.AsSpan(0, episode.Count * _mask).CopyTo(Allowed.AsSpan(Count * _mask));
        episode.Actions.AsSpan(0, episode.Count * _action).CopyTo(Actions.AsSpan(Count * _action));
        episode.Values.AsSpan(0, episode.Count).CopyTo(Values.AsSpan(Count));
        episode.Returns.AsSpan(0, episode.Count).CopyTo(Returns.AsSpan(Count));
        Count += episode.Count;
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("count", Count);
        to.Write<float>("observations", Observations.AsSpan(0, Count * _observation));
        to.Write<float>("allowed", Allowed.AsSpan(0, Count * _mask));
        to.Write<float>("actions", Actions.AsSpan(0, Count * _action));
        to.Write<float>("values", Values.AsSpan(0, Count));
        to.Write<float>("returns", Returns.AsSpan(0, Count));
    }

    void IStateful.LoadState(StateLoader from)
    {
        int count = from.Int32("count", least: 0, most: Array.MaxLength / Math.Max(_observation, Math.Max(_mask, _action)));
        Require(from, "observations", count * _observation);
        Require(from, "allowed", count * _mask);
        Require(from, "actions", count * _action);
        Require(from, "values", count);
        Require(from, "returns", count);
        if (from.Array<float>("allowed").Any(allowed => allowed is not (0 or 1)))
        {
            throw from.Mismatch("allowed", "1 for what is allowed and 0 for the rest", "other numbers");
        }

        RequireChoices(from);
        MakeRoom(count);
        Count = count;
        from.Read("observations", Observations.AsSpan(0, count * _observation));
        from.Read("allowed", Allowed.AsSpan(0, count * _mask));
        from.Read("actions", Actions.AsSpan(0, count * _action));
        from.Read("values", Values.AsSpan(0, count));
        from.Read("returns", Returns.AsSpan(0, count));
    }

    private static void Require(StateLoader from, string name, int count)
    {
        from.RequireCount<float>(name, count);
        if (!from.Array<float>(name).All(float.IsFinite))
        {
            throw from.Mismatch(name, "finite numbers", "others");
        }
    }

    private void RequireChoices(StateLoader from)
    {
        if (!ActionRows.AreOf(_spec.Actions, from.Array<float>("actions")))
        {
            throw from.Mismatch("actions", $"indices of {_spec.Actions}", "others");
        }
    }

    private void MakeRoom(int rows)
    {
        if (rows > Values.Length)
        {
            rows = (int)Math.Min(Math.Max(rows, 2L * Values.Length), Array.MaxLength / Math.Max(_observation, Math.Max(_mask, _action)));
            (Observations, Allowed) = (Grown(Observations, rows * _observation), Grown(Allowed, rows * _mask));
            (Actions, Values, Returns) = (Grown(Actions, rows * _action), Grown(Values, rows), Grown(Returns, rows));
        }
    }

    private static float[] Grown(float[] array, int length)
    {
        Array.Resize(ref array, length);
        return array;
    }
}
