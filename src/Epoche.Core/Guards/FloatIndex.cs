using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>
/// Indices and labels are kept as float32, which has 24 binary digits: from 16,777,216 on, neighbours cannot be distinguished.
/// </summary>
internal static class FloatIndex
{
    /// <summary>The most things that indices can name.</summary>
    internal const int Most = 1 << 24;

    /// <summary>Refuses to count more.</summary>
    /// <param name="count">How many things are to be named by an index each.</param>
    /// <param name="things">What they are, in the plural.</param>
    /// <param name="argument">The argument to blame.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more than <see cref="Most"/>.</exception>
    internal static void RequireNameable(int count, string things, [CallerArgumentExpression(nameof(count))] string argument = "")
    {
        if (count > Most)
        {
            throw new ArgumentOutOfRangeException(
                argument,
                $"Received {count} {things}; expected at most {Most}. Indices are float32 numbers, and those above {Most} "
                + "cannot be distinguished.");
        }
    }
}
