namespace Epoche;

public sealed partial class RolloutBuffer : IStateful
{
    int IStateful.StateVersion => 1;

    /// <summary>The steps so far: what was computed of a full rollout is good for nothing once it was learned from.</summary>
    void IStateful.SaveState(StateSaver to)
    {
        int rows = Filled * Environments;
        to.Write("filled", Filled);
        _observations.Save(to, rows);
        to.Write<float>("allowed", Allowed.AsSpan(0, rows * _mask));
        to.Write<float>("actions", Actions.AsSpan(0, rows * ActionWidth));
        to.Write<float>("log_densities", LogDensities.AsSpan(0, rows));
        to.Write<float>("values", Values.AsSpan(0, rows));
        to.Write<float>("following", Following.AsSpan(0, rows));
        to.Write<float>("rewards", Rewards.AsSpan(0, rows));
        to.Write("ends", Flags(rows));
    }

    void IStateful.LoadState(StateLoader from)
    {
        int filled = from.Int32("filled", least: 0, most: Steps - 1), rows = filled * Environments;
        _observations.Require(from, rows);
        Require(from, "allowed", rows * _mask);
        Require(from, "actions", rows * ActionWidth);
        foreach (string name in (ReadOnlySpan<string>)["log_densities", "values", "following", "rewards"])
        {
            Require(from, name, rows);
        }

        if (from.Array<float>("allowed").Any(mask => mask is not (0 or 1)))
        {
            throw from.Mismatch("allowed", "1 for what is allowed and 0 for the rest", "other numbers");
        }

        if (!ActionRows.AreOf(Spec.Actions, from.Array<float>("actions")))
        {
            throw from.Mismatch("actions", $"indices of {Spec.Actions}", "others");
        }

        byte[] ends = from.Bytes("ends").ToArray();
        if (ends.Length != rows || ends.Any(end => end > 3 || end == 1))
        {
            throw from.Mismatch("ends", $"{rows} of 0 (goes on), 2 (cut off) and 3 (terminated)", "others");
        }

        Filled = filled;
        _observations.Load(from, rows);
        from.Read("allowed", Allowed.AsSpan(0, rows * _mask));
        from.Read("actions", Actions.AsSpan(0, rows * ActionWidth));
        from.Read("log_densities", LogDensities.AsSpan(0, rows));
        from.Read("values", Values.AsSpan(0, rows));
        from.Read("following", Following.AsSpan(0, rows));
        from.Read("rewards", Rewards.AsSpan(0, rows));
        for (int row = 0; row < rows; row++)
        {
            (Terminated[row], Ended[row]) = ((ends[row] & 1) != 0, (ends[row] & 2) != 0);
        }
    }

    private byte[] Flags(int rows)
    {
        byte[] flags = new byte[rows];
        for (int row = 0; row < rows; row++)
        {
            flags[row] = (byte)((Terminated[row] ? 1 : 0) | (Ended[row] ? 2 : 0));
        }

        return flags;
    }

    private static void Require(StateLoader from, string name, int count)
    {
        from.RequireCount<float>(name, count);
        if (!from.Array<float>(name).All(float.IsFinite))
        {
            throw from.Mismatch(name, "finite numbers", "others");
        }
    }
}
