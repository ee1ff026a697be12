using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>
/// The search distribution of CMA-ES after some generations, as plain numbers: N(m, σ²·C) over the unit box (Hansen, "The CMA evolution
/// strategy: a tutorial", 2016, with its default constants and negative weights).
/// </summary>
internal sealed class CmaEsState
{
    private const double LeastVariance = 1e-30, MostDeviation = 1e4;

    private readonly CmaEsConstants _constants;
    private readonly double[] _covariance, _pathOfSigma, _pathOfCovariance;
    private readonly double[] _axes, _lengths; // eigenvectors of C, one in each row; the roots of its eigenvalues

    private CmaEsState(
        CmaEsConstants constants, double[] mean, double sigma, double[] covariance,
        double[] pathOfSigma, double[] pathOfCovariance, int generation)
    {
        (_constants, Mean, Sigma, Generation) = (constants, mean, sigma, generation);
        (_covariance, _pathOfSigma, _pathOfCovariance) = (covariance, pathOfSigma, pathOfCovariance);
        (_axes, _lengths) = ([.. covariance], new double[mean.Length]);
        SymmetricEigen.Solve(_axes, _lengths);
        for (int i = 0; i < _lengths.Length; i++)
        {
            _lengths[i] = Math.Sqrt(Math.Max(LeastVariance, _lengths[i]));
        }
    }

    /// <summary>m.</summary>
    public double[] Mean { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>How many generations it has seen.</summary>
    public int Generation { get; }

    /// <summary>C, [n, n].</summary>
    public ReadOnlySpan<double> Covariance => _covariance;

    /// <summary>A ball around a place.</summary>
    /// <param name="mean">The place.</param>
    /// <param name="sigma">The deviation of each coordinate.</param>
    public static CmaEsState Begin(double[] mean, double sigma)
    {
        int n = mean.Length;
        double[] covariance = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            covariance[(i * n) + i] = 1;
        }

        return new(new(n), [.. mean], sigma, covariance, new double[n], new double[n], 0);
    }

    /// <summary>A point from independent normal numbers: m + σ·B·D·z.</summary>
    public void Sample(ReadOnlySpan<double> normal, Span<double> point)
    {
        int n = Mean.Length;
        Mean.CopyTo(point);
        for (int k = 0; k < n; k++)
        {
            Vectors.AddScaled(point, _axes.AsSpan(k * n, n), Sigma * _lengths[k] * normal[k]);
        }
    }

    /// <summary>The distribution after a generation.</summary>
    /// <param name="points">As many points as a generation has, the best first.</param>
    public CmaEsState After(IReadOnlyList<double[]> points)
    {
        CmaEsConstants c = _constants;
        int n = Mean.Length;
        double[][] steps = [.. points.Select(Step)];
        double[] lengths = [.. steps.Select(step => Math.Sqrt(Square(Whiten(step))))];
        double[] move = new double[n];
        for (int i = 0; i < c.Parents; i++)
        {
            Vectors.AddScaled(move, steps[i], c.Weights[i]);
        }

        double[] mean = [.. Mean], pathOfSigma = new double[n], pathOfCovariance = new double[n];
        Vectors.AddScaled(mean, move, Sigma);
        Vectors.AddScaled(pathOfSigma, _pathOfSigma, 1 - c.SigmaRate);
        Vectors.AddScaled(pathOfSigma, Whiten(move), Math.Sqrt(c.SigmaRate * (2 - c.SigmaRate) * c.Effective));
        double length = Math.Sqrt(Square(pathOfSigma));
        double sigma = Math.Min(MostDeviation, Sigma * ScalarMath.Exp(c.SigmaRate / c.Damping * ((length / c.ExpectedLength) - 1)));
        double settled = Math.Sqrt(1 - ScalarMath.Pow(1 - c.SigmaRate, 2 * (Generation + 1)));
        bool isSteady = length / settled < (1.4 + (2.0 / (n + 1))) * c.ExpectedLength;
        Vectors.AddScaled(pathOfCovariance, _pathOfCovariance, 1 - c.PathRate);
        if (isSteady)
        {
            Vectors.AddScaled(pathOfCovariance, move, Math.Sqrt(c.PathRate * (2 - c.PathRate) * c.Effective));
        }

        double missing = isSteady ? 0 : c.RankOneRate * c.PathRate * (2 - c.PathRate);
        double keep = 1 - c.RankOneRate - (c.RankManyRate * c.SumOfWeights) + missing;
        double[] covariance = new double[n * n];
        Vectors.AddScaled(covariance, _covariance, keep);
        AddOuter(covariance, pathOfCovariance, c.RankOneRate);
        for (int i = 0; i < steps.Length; i++)
        {
            double weight = c.Weights[i] >= 0 ? c.Weights[i] : c.Weights[i] * n / Math.Max(lengths[i] * lengths[i], 1e-20);
            AddOuter(covariance, steps[i], c.RankManyRate * weight);
        }

        return new(c, mean, sigma, covariance, pathOfSigma, pathOfCovariance, Generation + 1);

        // A trial that another distribution gave may be far out; it counts as at most as far as points of this one are (Hansen 2011).
        double[] Step(double[] point)
        {
            double[] step = [.. point.Select((coordinate, i) => (coordinate - Mean[i]) / Sigma)];
            double far = Math.Sqrt(Square(Whiten(step)));
            return far <= c.MostLength ? step : [.. step.Select(one => one * c.MostLength / far)];
        }
    }

    /// <summary>C^(−½)·y.</summary>
    private double[] Whiten(double[] y)
    {
        int n = y.Length;
        double[] white = new double[n];
        for (int k = 0; k < n; k++)
        {
            ReadOnlySpan<double> axis = _axes.AsSpan(k * n, n);
            Vectors.AddScaled(white, axis, Vectors.Dot(axis, y) / _lengths[k]);
        }

        return white;
    }

    private static double Square(double[] y) => Vectors.Dot(y, y);

    private static void AddOuter(double[] matrix, double[] y, double scale)
    {
        for (int i = 0; i < y.Length; i++)
        {
            Vectors.AddScaled(matrix.AsSpan(i * y.Length, y.Length), y, scale * y[i]);
        }
    }
}
