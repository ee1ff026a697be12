using System.Globalization;

namespace Epoche;

/// <summary>Returns as text, with as many digits as their size asks for: a game may count thousands of points or thousandths.</summary>
internal static class ReturnText
{
    private const double LeastInDecimals = 1e-6, MostInDigits = 1e15, Rounding = 1e-9;

    /// <summary><c>500.0</c>, <c>0.0310</c>: one decimal, or three significant digits of the scale where that is below 1.</summary>
    /// <param name="value">The number.</param>
    /// <param name="scale">What its digits are measured by: of a mean and its deviation, the larger.</param>
    public static string Of(double value, double scale) => scale is (> 0 and < LeastInDecimals) or >= MostInDigits
        ? value.ToString("0.00e0", CultureInfo.InvariantCulture)
        : value.ToString($"F{Decimals(scale, least: 1)}", CultureInfo.InvariantCulture);

    /// <summary>
    /// The same of a deviation, which reads as 0 only where it is 0 but for the rounding of a sum: else it has its own digits.
    /// </summary>
    public static string Deviation(double value, double scale) =>
        Math.Round(value, Decimals(scale, least: 1)) == 0 && value > Rounding * scale ? Of(value, value) : Of(value, scale);

    /// <summary><c>500</c>, <c>0.031</c>, <c>17000000</c>: up to six significant digits, and all those before the point.</summary>
    public static string Single(double value) => value.ToString(
        Math.Abs(value) switch
        {
            0 or (>= 1e-4 and < 1e5) => "G6",
            < 1e-4 or >= MostInDigits => "0.#####e0",
            _ => "0.#",
        },
        CultureInfo.InvariantCulture);

    /// <summary>How many decimals show three significant digits of a scale below 1.</summary>
    /// <param name="scale">At least 0.</param>
    /// <param name="least">How many where it is 0, or 1 and above.</param>
    public static int Decimals(double scale, int least)
    {
        if (scale is 0 or >= 1 || !double.IsFinite(scale))
        {
            return least;
        }

        int decimals = 2;
        for (double digit = scale; digit < 1 && decimals < 9; digit *= 10)
        {
            decimals++;
        }

        return decimals;
    }
}
