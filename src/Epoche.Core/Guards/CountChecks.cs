using System.Globalization;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>The sentences with which arguments that count refuse a value: which one, what it is, what was expected.</summary>
internal static class CountChecks
{
    /// <summary>Refuses less than so many.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is less.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // also for single random numbers
    public static void AtLeast(long least, long value, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (value < least)
        {
            throw Refusal(value, argument, "at least", least);
        }
    }

    /// <summary>Refuses more than so many.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is more.</exception>
    public static void AtMost(long most, long value, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (value > most)
        {
            throw Refusal(value, argument, "at most", most);
        }
    }

    /// <summary>Refuses a place that is not there.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not one of 0 to <paramref name="count"/> − 1.</exception>
    public static void Below(int count, int value, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if ((uint)value >= (uint)count)
        {
            throw Refusal(value, argument, "0 to", count - 1);
        }
    }

    /// <summary>Refuses what is not above 0, NaN included.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not.</exception>
    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (!(value > 0))
        {
            throw Refusal(value, argument, "above", 0);
        }
    }

    private static ArgumentOutOfRangeException Refusal(double value, string argument, string expected, long bound)
    {
        string name = argument[(argument.LastIndexOf('.') + 1)..]; // of options.Size
        return new(name, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; expected {expected} {bound}."));
    }
}
