using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// The logarithm of the expected improvement upon the best value, averaged over what pending trials may give, plus the logarithms of the
/// constraints' probabilities.
/// </summary>
/// <param name="process">
/// Of the objective, larger values better; null while no trial was feasible. One set of values for each fantasy.
/// </param>
/// <param name="best">The best value in each fantasy.</param>
/// <param name="constraints">The constraints.</param>
internal sealed class ExpectedImprovement(GaussianProcess? process, double[] best, IReadOnlyList<Feasibility> constraints) : Acquisition
{
    private readonly double[] _terms = new double[best.Length], _byMeans = new double[best.Length];

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> row, Span<double> gradient)
    {
        gradient.Clear();
        double value = process is null ? 0 : AddImprovement(process, row, gradient);
        foreach (Feasibility constraint in constraints)
        {
            value += constraint.AddLogProbability(row, gradient);
        }

        return value;
    }

    private double AddImprovement(GaussianProcess process, ReadOnlySpan<double> row, Span<double> gradient)
    {
        process.Predict(row);
        double deviation = Math.Sqrt(process.Variance), largest = double.NegativeInfinity;
        for (int i = 0; i < best.Length; i++)
        {
            _terms[i] = ImprovementCurve.Log((process.Means[i] - best[i]) / deviation);
            largest = Math.Max(largest, _terms[i]);
        }

        double sum = 0;
        foreach (double term in _terms)
        {
            sum += ScalarMath.Exp(term - largest);
        }

        double mean = largest + ScalarMath.Log(sum / best.Length);
        if (!gradient.IsEmpty)
        {
            double byDeviation = 0;
            for (int i = 0; i < best.Length; i++)
            {
                double z = (process.Means[i] - best[i]) / deviation, share = ScalarMath.Exp(_terms[i] - largest) / sum;
                _byMeans[i] = share * ScalarMath.Exp(NormalCurve.LogLower(z) - _terms[i]) / deviation;
                byDeviation += share * ScalarMath.Exp(NormalCurve.LogDensity(z) - _terms[i]) / deviation;
            }

            process.AddGradient(row, _byMeans, byDeviation / (2 * deviation), gradient);
        }

        return mean + ScalarMath.Log(deviation);
    }
}
