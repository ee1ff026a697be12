using System.Globalization;

namespace Epoche;

/// <summary>The sentences with which options refuse a value: which option, what it is, what was expected.</summary>
internal static class OptionChecks
{
    public static void AtLeast(long least, long value, string option, string unit)
    {
        if (value < least)
        {
            throw new ArgumentException($"{option} is {value}; expected at least {least} {unit}.", option);
        }
    }

    public static void Within(float low, float high, float value, string option)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; expected {low} to {high}."), option);
        }
    }

    public static void Positive(float? value, string option)
    {
        if (value is { } number && !(number > 0 && float.IsFinite(number)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option} is {number}; expected a positive number, or none."), option);
        }
    }
}
