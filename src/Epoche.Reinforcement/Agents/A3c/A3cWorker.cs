namespace Epoche;

/// <summary>A worker: its copy of the weights, its stream, and the steps since it copied.</summary>
internal sealed class A3cWorker : IStateful
{
    private readonly int[] _order;
    private Rng _drawing;

    public A3cWorker(EnvironmentSpec spec, int actionWidth, int steps, int weights, ulong seed, int index)
    {
        Rollout = new(spec, 1, steps, actionWidth);
        Batch = new(Rollout, steps);
        Weights = new float[weights];
        _order = [.. Enumerable.Range(0, steps)];
        _drawing = Rng.Stream(seed, "policy", index);
    }

    public float[] Weights { get; }

    public RolloutBuffer Rollout { get; }

    public RolloutBatch Batch { get; }

    /// <summary>Whether its gradient is due: it has made all of its steps, or its episode is over.</summary>
    public bool IsDue => Rollout.Filled > 0 && (Rollout.IsFull || Rollout.Ended[Rollout.Filled - 1]);

    int IStateful.StateVersion => 1;

    /// <summary>Draws an action by the network, which holds its weights now.</summary>
    public void Act(ActorCritic network, float[] observation, ReadOnlySpan<bool> allowed, Span<float> drawn)
    {
        int row = Rollout.Begin(observation, allowed);
        network.Draw(observation, allowed, ref _drawing, drawn, Rollout.LogDensities.AsSpan(row, 1), Rollout.Values.AsSpan(row, 1));
        drawn.CopyTo(Rollout.Actions.AsSpan(row * drawn.Length));
    }

    /// <summary>Computes what the steps so far are learned from; what follows the last of them is in its place.</summary>
    public void Finish(float discount, float lambda)
    {
        int count = Rollout.Filled;
        for (int t = 0; t < count - 1; t++)
        {
            Rollout.Following[t] = Rollout.Values[t + 1]; // no episode ends before the last step
        }

        GeneralizedAdvantage.Estimate(
            1, Rollout.Rewards.AsSpan(0, count), Rollout.Values.AsSpan(0, count), Rollout.Following.AsSpan(0, count),
            Rollout.Terminated.AsSpan(0, count), Rollout.Ended.AsSpan(0, count), discount, lambda, Rollout.Advantages.AsSpan(0, count),
            Rollout.Returns.AsSpan(0, count));
        Batch.Fill(_order.AsSpan(0, count));
    }

    /// <summary>Copies the shared weights, and begins to gather again.</summary>
    public void Copy(ReadOnlySpan<float> shared)
    {
        shared.CopyTo(Weights);
        Rollout.Clear();
    }

    void IStateful.SaveState(StateSaver to)
    {
        to.Write("drawing", _drawing);
        to.Write<float>("weights", Weights);
        to.Part("rollout", Rollout);
    }

    void IStateful.LoadState(StateLoader from)
    {
        Rng drawing = from.Random("drawing");
        from.RequireCount<float>("weights", Weights.Length);
        if (!from.Array<float>("weights").All(float.IsFinite))
        {
            throw from.Mismatch("weights", "finite numbers", "others");
        }

        from.Part("rollout", Rollout);
        from.Read("weights", Weights);
        _drawing = drawing;
    }
}
