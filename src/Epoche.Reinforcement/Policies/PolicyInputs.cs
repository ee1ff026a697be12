using System.Globalization;
using Epoche.Kernels;

namespace Epoche;

/// <summary>What a network can be asked about.</summary>
internal static class PolicyInputs
{
    /// <summary>
    /// How many observations there are. What is not a number is refused as in training: the best action would be the first, whatever the
    /// network has learned.
    /// </summary>
    /// <exception cref="ArgumentException">They do not fit, or one is not finite.</exception>
    public static int Rows(ReadOnlySpan<float> observations, Shape observation)
    {
        int width = observation.ElementCount;
        if (observations.Length % width != 0)
        {
            throw new ArgumentException(
                $"Expected observations of shape {observation}, a multiple of {width} numbers; received {observations.Length}.",
                nameof(observations));
        }

        if (!Reduce.IsFinite(observations))
        {
            int odd = observations.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Number {odd % width} of observation {odd / width} is {observations[odd]}; expected finite numbers, "
                    + $"for anything else has no best action. Check where it comes from: a sensor, a division by zero."),
                nameof(observations));
        }

        return observations.Length / width;
    }
}
