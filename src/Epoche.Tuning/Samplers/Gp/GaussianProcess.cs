namespace Epoche.Tuning;

/// <summary>
/// A Gaussian process given observations: its mean and variance anywhere, with gradients. Several sets of values at the same places share
/// the variance. Not safe for several threads.
/// </summary>
internal sealed class GaussianProcess
{
    private const double LeastVariance = 1e-12;

    private readonly int _n, _dimensions;
    private readonly bool[] _isCategorical;
    private readonly double[] _roots, _places; // √wⱼ; [dimensions, n], scaled by it
    private readonly double[] _inverse; // L⁻¹ of the covariance, [n, n]
    private readonly double[][] _alphas; // K⁻¹y of each set of values
    private readonly double[] _distances, _kernel, _slopes, _half, _whole, _factors;

    /// <summary>Conditions on observations.</summary>
    /// <param name="kernel">The kernel and the noise.</param>
    /// <param name="rows">The coordinates of each observation.</param>
    /// <param name="targets">Its value; once for each set.</param>
    /// <param name="isCategorical">Which coordinates are indices of choices.</param>
    public GaussianProcess(Matern kernel, IReadOnlyList<double[]> rows, IReadOnlyList<double[]> targets, bool[] isCategorical)
    {
        (Kernel, _isCategorical, _n, _dimensions) = (kernel, isCategorical, rows.Count, isCategorical.Length);
        _roots = [.. kernel.Weights.Select(Math.Sqrt)];
        _places = new double[_dimensions * _n];
        for (int j = 0; j < _dimensions; j++)
        {
            for (int i = 0; i < _n; i++)
            {
                _places[(j * _n) + i] = rows[i][j] * (isCategorical[j] ? 1 : _roots[j]);
            }
        }

        (_distances, _kernel, _slopes) = (new double[_n], new double[_n], new double[_n]);
        (_half, _whole, _factors) = (new double[_n], new double[_n], new double[_n]);
        _inverse = new double[_n * _n];
        Condition(rows);
        _alphas = [.. targets.Select(Alpha)];
        Means = new double[targets.Count];
    }

    /// <summary>Its kernel.</summary>
    public Matern Kernel { get; }

    /// <summary>The mean of each set, where <see cref="Predict"/> was last asked.</summary>
    public double[] Means { get; }

    /// <summary>The variance there, without noise.</summary>
    public double Variance { get; private set; }

    /// <summary>Sets mean and variance.</summary>
    public void Predict(ReadOnlySpan<double> row)
    {
        FillKernel(row);
        Cholesky.Multiply(_inverse, _kernel, _half);
        for (int set = 0; set < Means.Length; set++)
        {
            Means[set] = Vectors.Dot(_kernel, _alphas[set]);
        }

        Variance = Math.Max(0, Kernel.Scale - Vectors.Dot(_half, _half)) + LeastVariance;
    }

    /// <summary>
    /// L⁻¹k where <see cref="Predict"/> was last asked: the products of two such are what observations take from a covariance.
    /// </summary>
    public ReadOnlySpan<double> Explained => _half;

    /// <summary>
    /// Adds the gradient of something that depends on mean and variance where <see cref="Predict"/> was last asked. Choices have none.
    /// </summary>
    /// <param name="row">That place.</param>
    /// <param name="byMeans">The derivative by each mean.</param>
    /// <param name="byVariance">The derivative by the variance.</param>
    /// <param name="gradient">Is added to.</param>
    public void AddGradient(ReadOnlySpan<double> row, ReadOnlySpan<double> byMeans, double byVariance, Span<double> gradient)
    {
        Cholesky.MultiplyTransposed(_inverse, _half, _whole);
        Array.Clear(_factors);
        Vectors.AddScaled(_factors, _whole, -2 * byVariance);
        for (int set = 0; set < byMeans.Length; set++)
        {
            Vectors.AddScaled(_factors, _alphas[set], byMeans[set]);
        }

        double sum = 0;
        for (int i = 0; i < _n; i++)
        {
            _factors[i] *= _slopes[i] * Kernel.Scale;
            sum += _factors[i];
        }

        for (int j = 0; j < _dimensions; j++)
        {
            if (!_isCategorical[j])
            {
                double across = (row[j] * _roots[j] * sum) - Vectors.Dot(_factors, _places.AsSpan(j * _n, _n));
                gradient[j] += 2 * _roots[j] * across;
            }
        }
    }

    /// <summary>The covariance of two places before any observation.</summary>
    public double Prior(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double squared = 0;
        for (int j = 0; j < _dimensions; j++)
        {
            double difference = one[j] - other[j];
            squared += Kernel.Weights[j] * (_isCategorical[j] ? (difference == 0 ? 0 : 1) : difference * difference);
        }

        return Kernel.Scale * Matern.Unit(squared, out _);
    }

    private double[] Alpha(double[] targets)
    {
        double[] alpha = new double[_n];
        Cholesky.Multiply(_inverse, targets, _half);
        Cholesky.MultiplyTransposed(_inverse, _half, alpha);
        return alpha;
    }

    private void Condition(IReadOnlyList<double[]> rows)
    {
        double[] covariance = new double[_n * _n];
        double noise = Kernel.Noise;
        bool isDone;
        do
        {
            for (int i = 0; i < _n; i++)
            {
                FillKernel(rows[i]);
                _kernel.AsSpan(0, i).CopyTo(covariance.AsSpan(i * _n));
                covariance[(i * _n) + i] = Kernel.Scale + noise;
            }

            isDone = Cholesky.TryFactor(covariance, _n);
            noise *= 10; // rounding alone can need that, where many places lie together
        }
        while (!isDone);

        Cholesky.Invert(covariance, _inverse, _n);
    }

    private void FillKernel(ReadOnlySpan<double> row)
    {
        Array.Clear(_distances);
        for (int j = 0; j < _dimensions; j++)
        {
            ReadOnlySpan<double> places = _places.AsSpan(j * _n, _n);
            if (_isCategorical[j])
            {
                for (int i = 0; i < places.Length; i++)
                {
                    _distances[i] += places[i] == row[j] ? 0 : Kernel.Weights[j];
                }
            }
            else
            {
                Vectors.AddSquaredDifference(_distances, places, row[j] * _roots[j]);
            }
        }

        for (int i = 0; i < _n; i++)
        {
            _kernel[i] = Kernel.Scale * Matern.Unit(_distances[i], out double slope);
            _slopes[i] = slope;
        }
    }
}
