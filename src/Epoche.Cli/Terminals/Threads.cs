namespace Epoche.Cli.Terminals;

/// <summary>The option <c>--threads</c>.</summary>
internal static class Threads
{
    /// <summary>Lets kernels use this many threads; null leaves one per core.</summary>
    public static void Use(int? count) => Workers.Count = count ?? Workers.Count;
}
