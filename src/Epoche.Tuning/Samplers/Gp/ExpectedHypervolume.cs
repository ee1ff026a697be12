using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// The logarithm of the expected gain of hypervolume, for objectives that are independent given the parameters: the region that the front
/// does not dominate is cut into boxes, and the expectation of a box is a product of differences of expected improvements, so no draws are
/// needed.
/// </summary>
/// <param name="processes">Of each objective, larger values better.</param>
/// <param name="boxes">The lower and the upper corner of each box, [boxes][2 · objectives].</param>
/// <param name="constraints">The constraints.</param>
internal sealed class ExpectedHypervolume(
    IReadOnlyList<GaussianProcess> processes, IReadOnlyList<double[]> boxes, IReadOnlyList<Feasibility> constraints) : Acquisition
{
    private readonly double[] _terms = new double[boxes.Count], _byMean = new double[1];
    private readonly double[,] _logs = new double[boxes.Count, processes.Count];

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> row, Span<double> gradient)
    {
        gradient.Clear();
        double largest = double.NegativeInfinity;
        Array.Clear(_terms);
        for (int m = 0; m < processes.Count; m++)
        {
            processes[m].Predict(row);
            double mean = processes[m].Means[0], deviation = Math.Sqrt(processes[m].Variance);
            for (int box = 0; box < _terms.Length; box++)
            {
                _logs[box, m] = LogLength(boxes[box][m], boxes[box][processes.Count + m], mean, deviation);
                _terms[box] += _logs[box, m];
            }
        }

        foreach (double term in _terms)
        {
            largest = Math.Max(largest, term);
        }

        if (double.IsNegativeInfinity(largest))
        {
            return largest; // beyond what a double holds
        }

        double sum = 0;
        foreach (double term in _terms)
        {
            sum += ScalarMath.Exp(term - largest);
        }

        double value = largest + ScalarMath.Log(sum);
        if (!gradient.IsEmpty)
        {
            AddGradient(row, value, gradient);
        }

        foreach (Feasibility constraint in constraints)
        {
            value += constraint.AddLogProbability(row, gradient);
        }

        return value;
    }

    private void AddGradient(ReadOnlySpan<double> row, double value, Span<double> gradient)
    {
        for (int m = 0; m < processes.Count; m++)
        {
            GaussianProcess process = processes[m];
            double mean = process.Means[0], deviation = Math.Sqrt(process.Variance), byMean = 0, byDeviation = 0;
            for (int box = 0; box < _terms.Length; box++)
            {
                double share = _terms[box] - value, log = _logs[box, m];
                if (share < -40)
                {
                    continue;
                }

                double low = (mean - boxes[box][m]) / deviation, high = (mean - boxes[box][processes.Count + m]) / deviation;
                byMean += Part(NormalCurve.LogLower(low)) - Part(NormalCurve.LogLower(high));
                byDeviation += Part(NormalCurve.LogDensity(low)) - Part(NormalCurve.LogDensity(high));

                double Part(double part) => double.IsNegativeInfinity(part) ? 0 : ScalarMath.Exp(share + part - log);
            }

            _byMean[0] = byMean;
            process.AddGradient(row, _byMean, byDeviation / (2 * deviation), gradient);
        }
    }

    /// <summary>ln E[min(max(y − low, 0), high − low)] = ln(EI(low) − EI(high)).</summary>
    private static double LogLength(double low, double high, double mean, double deviation)
    {
        double logLow = ImprovementCurve.Log((mean - low) / deviation) + ScalarMath.Log(deviation);
        if (double.IsPositiveInfinity(high))
        {
            return logLow;
        }

        double logHigh = ImprovementCurve.Log((mean - high) / deviation) + ScalarMath.Log(deviation);
        return logLow + ScalarMath.Log1p(-ScalarMath.Exp(logHigh - logLow));
    }
}
