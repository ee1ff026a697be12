using System.Globalization;

namespace Epoche;

/// <summary>Returns as text, with as many digits as their size asks for: a game may count thousands of points or thousandths.</summary>
internal static class ReturnText
{
    private const double LeastInDecimals = 1e-6;

    /// <summary><c>500.0</c>, <c>0.0310</c>: one decimal, or three significant digits of the scale where that is below 1.</summary>
    /// <param name="value">The number.</param>
    /// <param name="scale">What its digits are measured by: of a mean and its deviation, the larger.</param>
    public static string Of(double value, double scale) => scale is > 0 and < LeastInDecimals
        ? value.ToString("0.00e0", CultureInfo.InvariantCulture)
        : value.ToString($"F{Decimals(scale, least: 1)}", CultureInfo.InvariantCulture);

    /// <summary><c>500</c>, <c>0.031</c>, <c>17000000</c>: up to six significant digits, and all those before the point.</summary>
    public static string Single(double value) => value.ToString(Math.Abs(value) < 1e5 ? "G6" : "0.#", CultureInfo.InvariantCulture);

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
