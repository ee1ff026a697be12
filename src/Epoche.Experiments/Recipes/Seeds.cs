namespace Epoche;

/// <summary>Seeds derived from the one a user gives, so that no evaluation repeats episodes of training.</summary>
public static class Seeds
{
    /// <summary>For the evaluation that ends a training.</summary>
    public static ulong FinalEvaluation(ulong seed) => Derive(seed, "final-evaluation");

    /// <summary>For an evaluation that a user asks for.</summary>
    public static ulong UserEvaluation(ulong seed) => Derive(seed, "user-evaluation");

    /// <summary>For the records that networks learn from which imitate an agent.</summary>
    internal static ulong Records(ulong seed) => Derive(seed, "records");

    /// <summary>For the records that they are evaluated on.</summary>
    internal static ulong TestRecords(ulong seed) => Derive(seed, "test-records");

    private static ulong Derive(ulong seed, string name)
    {
        Rng stream = Rng.Stream(seed, name);
        return stream.NextUInt64();
    }
}
