namespace Epoche.Tuning;

/// <summary>Values with mean 0 and deviation 1; infinite ones count as the finite extremes.</summary>
/// <param name="Values">The values.</param>
/// <param name="Mean">What was subtracted.</param>
/// <param name="Deviation">What was divided by; 1 where all were equal.</param>
internal sealed record Standardized(double[] Values, double Mean, double Deviation)
{
    /// <summary>Standardizes.</summary>
    public static Standardized Of(double[] values)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        if (low > high)
        {
            return new(new double[values.Length], 0, 1);
        }

        double[] finite = [.. values.Select(value => double.IsNaN(value) ? low : Math.Clamp(value, low, high))];
        double sum = 0, squares = 0;
        foreach (double value in finite)
        {
            sum += value / finite.Length; // of huge values no sum is infinite
        }

        double scale = Math.Max(Math.Abs(high - sum), Math.Abs(low - sum));
        foreach (double value in finite)
        {
            double share = scale > 0 ? (value - sum) / scale : 0;
            squares += share * share;
        }

        double deviation = scale * Math.Sqrt(squares / finite.Length);
        deviation = deviation > 0 && double.IsFinite(deviation) ? deviation : 1;
        return new([.. finite.Select(value => (value - sum) / deviation)], sum, deviation);
    }
}
