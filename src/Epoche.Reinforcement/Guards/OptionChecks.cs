using System.Globalization;
using System.Runtime.CompilerServices;

namespace Epoche;

/// <summary>The sentences with which options and arguments refuse a value: which one, what it is, what was expected.</summary>
internal static class OptionChecks
{
    /// <summary>The largest batch of environments.</summary>
    public const int MostEnvironments = 1 << 20;

    /// <param name="least">The smallest value.</param>
    /// <param name="value">What came.</param>
    /// <param name="option">What it is called.</param>
    /// <param name="unit">The word for one.</param>
    public static void AtLeast(long least, long value, string option, string unit)
    {
        if (value < least)
        {
            throw new ArgumentException($"{option} is {value}; expected at least {least} {unit}{(least == 1 ? "" : "s")}.", option);
        }
    }

    public static void Within(float low, float high, float value, string option, string when = "")
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{option}{when} is {value}; expected {low} to {high}."), option);
        }
    }

    public static void AboveTo(float low, float high, float value, string option, string meaning)
    {
        if (!(value > low && value <= high))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; expected above {low}, to {high}: {meaning}."), option);
        }
    }

    /// <summary>For an argument that counts things.</summary>
    public static void AtLeastOne(int value, string things, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(
                argument, string.Create(CultureInfo.InvariantCulture, $"{argument} is {value}; expected at least 1 ({things})."));
        }
    }

    /// <summary>For arrays of so many rows of a width: refused before they are allocated where no array can be as long.</summary>
    public static void Fits(long rows, long width, string things, string argument)
    {
        if (rows * width > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                argument, $"{rows} {things} of {width} numbers each are more than an array holds ({Array.MaxLength}).");
        }
    }

    /// <summary>For an argument that counts environments of a batch, or other things that are kept side by side.</summary>
    public static void AtMost(int most, int value, string things, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (value > most)
        {
            throw new ArgumentOutOfRangeException(argument, $"{argument} is {value}; expected at most {most} ({things}).");
        }
    }

    public static void Positive(float? value, string option)
    {
        if (value is { } number && !(number > 0 && float.IsFinite(number)))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{option} is {number}; expected a positive number, or none."), option);
        }
    }
}
