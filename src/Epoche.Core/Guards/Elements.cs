using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>What lists of arguments are checked for.</summary>
internal static class Elements
{
    /// <summary>The guard of a list that a record holds, as <see cref="NotNull.Of{T}"/> is that of other things.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">An element is null.</exception>
    public static IReadOnlyList<T> Of<T>([NotNull] IReadOnlyList<T>? list, [CallerMemberName] string property = "")
        where T : class
    {
        RequireNoNull(NotNull.Of(list, property), property);
        return list;
    }

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
