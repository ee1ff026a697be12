namespace Epoche;

/// <summary>What lists of arguments are checked for.</summary>
internal static class Elements
{
    /// <summary>Refuses a list in which something is missing.</summary>
    /// <exception cref="ArgumentException">An element is null.</exception>
    public static void RequireNoNull<T>(IEnumerable<T> elements, string argument)
    {
        int place = 0;
        foreach (T element in elements)
        {
            _ = element ?? throw new ArgumentException($"Element {place} of {argument} is null.", argument);
            place++;
        }
    }
}
