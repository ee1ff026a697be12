using System.Globalization;

namespace Epoche;

/// <summary>The byte k of a number k/steps.</summary>
internal static class PixelByte
{
    /// <exception cref="ArgumentException">The number is no such.</exception>
    public static byte Of(float number, float steps)
    {
        byte pixel = (byte)(int)((number * steps) + 0.5f);
        return pixel / steps == number ? pixel : throw NoStep(number, steps);
    }

    private static ArgumentException NoStep(float number, float steps) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The environment's PixelSteps is {steps}, so that every number of an observation must be k/{steps} with k = 0 … 255; "
        + $"received {number:R}. Correct PixelSteps, or set none: numbers are then kept as float32."));
}
