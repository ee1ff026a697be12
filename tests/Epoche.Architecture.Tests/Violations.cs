namespace Epoche.Architecture.Tests;

internal static class Violations
{
    /// <summary>Fails with every breach of a rule on a line of its own.</summary>
    public static void None(IEnumerable<string?> breaches)
    {
        List<string?> all = [.. breaches];
        if (all.Count > 0)
        {
            Assert.Fail($"{all.Count} found:\n{string.Join('\n', all)}");
        }
    }
}
