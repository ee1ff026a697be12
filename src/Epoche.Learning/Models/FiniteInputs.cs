using System.Globalization;
using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Refuses to answer for what is not a number. Training stops at a NaN by its loss; a model that serves has none, and would give an answer
/// that looks like any other: ReLU makes 0 of NaN, the greatest of several the first.
/// </summary>
internal static class FiniteInputs
{
    private const string Advice = "is expected to be a finite number: an answer to anything else says nothing. Check where it comes from: "
        + "a sensor, a division by zero, a number too large for float32.";

    /// <summary>Whether a call is part of training, which finds what is not finite itself.</summary>
    public static bool AreExamined => StepArena.Current is not { IsTraining: true };

    /// <summary>Looks at a batch of inputs.</summary>
    /// <param name="x">[batch, input…].</param>
    /// <param name="parameter">The name of the argument.</param>
    /// <param name="input">The input's name, of a model with several.</param>
    /// <param name="first">The number of the batch's first example, for the message.</param>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public static void Require(Tensor x, string parameter, string? input = null, int first = 0)
    {
        if (!Reduce.IsFinite(x.Values))
        {
            throw Found(x, parameter, input, first);
        }
    }

    private static ArgumentException Found(Tensor x, string parameter, string? input, int first)
    {
        ReadOnlySpan<float> values = x.Values;
        int odd = values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue), width = x.Rank == 0 ? 1 : values.Length / x.Shape[0];
        string where = input is null ? "" : $" of the input '{input}'";
        return new(string.Create(CultureInfo.InvariantCulture, $"Number {odd % width} of example {first + (odd / width)}{where} is "
            + $"{values[odd]}; it {Advice}"), parameter);
    }
}
