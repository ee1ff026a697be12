using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// Finds a kernel's numbers: the maximum of the marginal likelihood times priors, Gamma(2, 1) on the scale, Gamma(1.1, 30) on the noise,
/// and e^(−0.1/w − 0.1·w) on each weight (those of Optuna's Gaussian process), over their logarithms.
/// </summary>
internal sealed class GpFit
{
    /// <summary>The least variance of noise.</summary>
    public const double LeastNoise = 1e-6;

    private const double Tolerance = 1e-2, MostMagnitude = 12;
    private const int MostIterations = 60;

    private readonly int _n, _dimensions;
    private readonly double[] _targets, _squares; // [dimensions, pairs] of differences
    private readonly bool _isDeterministic;
    private readonly double[] _distances, _slopes, _covariance, _inverse, _precision, _alpha, _half;

    private GpFit(IReadOnlyList<double[]> rows, double[] targets, bool[] isCategorical, bool isDeterministic)
    {
        (_n, _dimensions, _targets, _isDeterministic) = (rows.Count, isCategorical.Length, targets, isDeterministic);
        int pairs = _n * (_n - 1) / 2;
        _squares = new double[_dimensions * pairs];
        for (int j = 0; j < _dimensions; j++)
        {
            for (int i = 0, pair = j * pairs; i < _n; i++)
            {
                for (int k = 0; k < i; k++, pair++)
                {
                    double difference = rows[i][j] - rows[k][j];
                    _squares[pair] = isCategorical[j] ? (difference == 0 ? 0 : 1) : difference * difference;
                }
            }
        }

        (_distances, _slopes) = (new double[pairs], new double[pairs]);
        (_covariance, _inverse, _precision) = (new double[_n * _n], new double[_n * _n], new double[_n * _n]);
        (_alpha, _half) = (new double[_n], new double[_n]);
    }

    /// <summary>Fits.</summary>
    /// <param name="rows">The coordinates of each observation.</param>
    /// <param name="targets">Its value; standardized.</param>
    /// <param name="isCategorical">Which coordinates are indices of choices.</param>
    /// <param name="isDeterministic">Whether there is no noise.</param>
    public static Matern Fit(IReadOnlyList<double[]> rows, double[] targets, bool[] isCategorical, bool isDeterministic)
    {
        GpFit fit = new(rows, targets, isCategorical, isDeterministic);
        int size = fit._dimensions + (isDeterministic ? 1 : 2);
        double[] raw = new double[size], low = new double[size], high = new double[size];
        Array.Fill(low, -MostMagnitude);
        Array.Fill(high, MostMagnitude);
        if (!isDeterministic)
        {
            raw[^1] = ScalarMath.Log(1e-2);
        }

        double value = new BoundedLbfgs(size).Minimize(fit.Loss, raw, low, high, Tolerance, MostIterations);
        if (!double.IsFinite(value))
        {
            Array.Clear(raw); // nothing was found: the priors' own numbers
        }

        return fit.At(raw);
    }

    /// <summary>What is minimised; for tests.</summary>
    public static double Loss(
        IReadOnlyList<double[]> rows, double[] targets, bool[] isCategorical, ReadOnlySpan<double> raw, Span<double> gradient) =>
        new GpFit(rows, targets, isCategorical, raw.Length == isCategorical.Length + 1).Loss(raw, gradient);

    private Matern At(ReadOnlySpan<double> raw)
    {
        double[] weights = new double[_dimensions];
        for (int j = 0; j < _dimensions; j++)
        {
            weights[j] = ScalarMath.Exp(raw[j]);
        }

        double noise = _isDeterministic ? LeastNoise : LeastNoise + ScalarMath.Exp(raw[_dimensions + 1]);
        return new(weights, ScalarMath.Exp(raw[_dimensions]), noise);
    }

    private double Loss(ReadOnlySpan<double> raw, Span<double> gradient)
    {
        Matern kernel = At(raw);
        FillCovariance(kernel);
        if (!Cholesky.TryFactor(_covariance, _n))
        {
            return double.PositiveInfinity;
        }

        double logDeterminant = 0;
        for (int i = 0; i < _n; i++)
        {
            logDeterminant += ScalarMath.Log(_covariance[(i * _n) + i]); // half of it
        }

        Cholesky.Invert(_covariance, _inverse, _n);
        Cholesky.Square(_inverse, _precision, _n);
        Cholesky.Multiply(_inverse, _targets, _half);
        Cholesky.MultiplyTransposed(_inverse, _half, _alpha);
        double loss = (0.5 * Vectors.Dot(_half, _half)) + logDeterminant + (_n * NormalCurve.LogSqrtTwoPi);
        FillGradient(kernel, gradient);
        return loss + AddPriors(kernel, gradient);
    }

    private void FillCovariance(Matern kernel)
    {
        int pairs = _distances.Length;
        Array.Clear(_distances);
        for (int j = 0; j < _dimensions; j++)
        {
            Vectors.AddScaled(_distances, _squares.AsSpan(j * pairs, pairs), kernel.Weights[j]);
        }

        for (int i = 0, pair = 0; i < _n; i++)
        {
            for (int k = 0; k < i; k++, pair++)
            {
                _covariance[(i * _n) + k] = kernel.Scale * Matern.Unit(_distances[pair], out double slope);
                _slopes[pair] = slope;
            }

            _covariance[(i * _n) + i] = kernel.Scale + kernel.Noise;
        }
    }

    /// <summary>½·tr((K⁻¹ − ααᵀ)·∂K) for each number, by its logarithm.</summary>
    private void FillGradient(Matern kernel, Span<double> gradient)
    {
        double trace = 0, alphas = 0, byScale = 0;
        for (int i = 0, pair = 0; i < _n; i++)
        {
            ReadOnlySpan<double> row = _precision.AsSpan(i * _n, i + 1);
            trace += row[i];
            alphas += _alpha[i] * _alpha[i];
            for (int k = 0; k < i; k++, pair++)
            {
                double outer = row[k] - (_alpha[i] * _alpha[k]);
                double slope = _slopes[pair];
                byScale += outer * UnitFrom(slope, _distances[pair]);
                _slopes[pair] = outer * slope;
            }
        }

        int pairs = _distances.Length;
        for (int j = 0; j < _dimensions; j++)
        {
            gradient[j] = kernel.Weights[j] * kernel.Scale * Vectors.Dot(_slopes, _squares.AsSpan(j * pairs, pairs));
        }

        gradient[_dimensions] = kernel.Scale * (byScale + (0.5 * (trace - alphas)));
        if (!_isDeterministic)
        {
            gradient[_dimensions + 1] = 0.5 * (trace - alphas) * (kernel.Noise - LeastNoise);
        }
    }

    /// <summary>The kernel from its slope, which has the exponential in it already: k = −6⁄5·slope·(1 + r + r²/3)/(1 + r).</summary>
    private static double UnitFrom(double slope, double squared)
    {
        double r = Math.Sqrt(5 * squared);
        return -1.2 * slope * (1 + r + (5.0 / 3 * squared)) / (1 + r);
    }

    private double AddPriors(Matern kernel, Span<double> gradient)
    {
        double loss = kernel.Scale - ScalarMath.Log(kernel.Scale);
        gradient[_dimensions] += kernel.Scale - 1;
        for (int j = 0; j < _dimensions; j++)
        {
            double weight = kernel.Weights[j];
            loss += (0.1 / weight) + (0.1 * weight);
            gradient[j] += (0.1 * weight) - (0.1 / weight);
        }

        if (!_isDeterministic)
        {
            loss += (30 * kernel.Noise) - (0.1 * ScalarMath.Log(kernel.Noise));
            gradient[_dimensions + 1] += (30 - (0.1 / kernel.Noise)) * (kernel.Noise - LeastNoise);
        }

        return loss;
    }
}
