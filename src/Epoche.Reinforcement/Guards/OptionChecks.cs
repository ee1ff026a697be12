using System.Globalization;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>The sentences with which options and arguments refuse a value: which one, what it is, what was expected.</summary>
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

    public static void AboveTo(float low, float high, float value, string option, string meaning)
    {
        if (!(value > low && value <= high))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; expected above {low}, to {high}: {meaning}."), option);
        }
    }

    /// <summary>For an argument that counts things.</summary>
    public static void AtLeastOne(int value, string things, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(argument, string.Create(CultureInfo.InvariantCulture, $"{argument} is {value}; expected at least 1 ({things})."));
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
