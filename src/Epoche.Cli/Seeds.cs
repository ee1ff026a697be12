namespace Epoche.Cli;

/// <summary>Seeds derived from the one a user gives, so that no evaluation repeats episodes of training.</summary>
internal static class Seeds
{
    /// <summary>For the evaluation at the end of <c>epoche train</c>.</summary>
    public static ulong FinalEvaluation(ulong seed) => Derive(seed, "final-evaluation");

    /// <summary>For <c>epoche eval --seed</c>.</summary>
    public static ulong UserEvaluation(ulong seed) => Derive(seed, "user-evaluation");

    /// <summary>For the records that <c>epoche imitate</c> learns from.</summary>
    public static ulong Records(ulong seed) => Derive(seed, "records");

    /// <summary>For the records that <c>epoche imitate</c> judges on.</summary>
    public static ulong TestRecords(ulong seed) => Derive(seed, "test-records");

    private static ulong Derive(ulong seed, string name)
    {
        Rng stream = Rng.Stream(seed, name);
        return stream.NextUInt64();
    }
}
