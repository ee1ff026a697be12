using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Finds where a function of one number is smallest: the best of a grid, then golden sections between its neighbours. A function that gives
/// NaN has no smallest value, so it is refused.
/// </summary>
internal static class LineSearch
{
    private const int GridSteps = 24, Sections = 25;
    private const double Golden = 0.6180339887498949;

    /// <exception cref="ArgumentException">The function gives NaN, or nowhere on the grid a finite value.</exception>
    internal static double Minimise(Func<double, double> searched, double low, double high)
    {
        Func<double, double> function = x => searched(x) is var value && !double.IsNaN(value)
            ? value
            : throw new ArgumentException(
                $"What is fitted is NaN at {ScalarMath.Exp(x):G4}: the data hold NaN or infinite numbers, or are too large to be fitted.",
                nameof(searched));
        double step = (high - low) / GridSteps, least = double.PositiveInfinity;
        int best = 0;
        for (int i = 0; i <= GridSteps; i++)
        {
            double value = function(low + (i * step));
            (best, least) = value < least ? (i, value) : (best, least);
        }

        if (double.IsInfinity(least))
        {
            throw new ArgumentException($"What is fitted is infinite from {ScalarMath.Exp(low):G4} to {ScalarMath.Exp(high):G4}: "
                + "the data are too large to be fitted.", nameof(searched));
        }

        return Narrow(function, low + (Math.Max(0, best - 1) * step), low + (Math.Min(GridSteps, best + 1) * step));
    }

    private static double Narrow(Func<double, double> function, double low, double high)
    {
        double left = high - (Golden * (high - low)), right = low + (Golden * (high - low));
        double atLeft = function(left), atRight = function(right);
        for (int i = 0; i < Sections; i++)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                atLeft = function(left);
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                atRight = function(right);
            }
        }

        return 0.5 * (low + high);
    }
}
