using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>The probability that a constraint's value is not above 0.</summary>
/// <param name="process">Of the constraint's standardized values.</param>
/// <param name="threshold">0, standardized.</param>
internal sealed class Feasibility(GaussianProcess process, double threshold)
{
    /// <summary>Its logarithm; its gradient is added.</summary>
    public double AddLogProbability(ReadOnlySpan<double> row, Span<double> gradient)
    {
        process.Predict(row);
        double deviation = Math.Sqrt(process.Variance), z = (threshold - process.Means[0]) / deviation;
        double log = NormalCurve.LogLower(z);
        if (!gradient.IsEmpty)
        {
            double ratio = ScalarMath.Exp(NormalCurve.LogDensity(z) - log);
            process.AddGradient(row, [-ratio / deviation], -z * ratio / (2 * deviation * deviation), gradient);
        }

        return log;
    }
}
