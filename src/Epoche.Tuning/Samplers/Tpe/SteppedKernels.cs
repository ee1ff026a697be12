using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>Kernels of numbers in steps: of each number, what a normal kernel has within half a step of it.</summary>
internal sealed class SteppedKernels : ParameterKernels
{
    private const double Far = 9; // in widths: what lies beyond is nothing beside the prior

    private readonly ParameterDomain _domain;
    private readonly double[] _centers, _widths, _masses;
    private readonly double _low, _high, _half;
    private readonly Dictionary<double, double[]> _known = []; // candidates are often the same number

    public SteppedKernels(ParameterDomain domain, double[] observed, double? width)
    {
        _domain = domain;
        _half = 0.5 * domain.Spacing;
        (_low, _high) = (Inner(domain.Bounds.Low - _half), Inner(domain.Bounds.High + _half));
        _centers = [.. observed.Select(Inner), 0.5 * (_low + _high)];
        _widths = KernelWidths.Of(_centers, _low, _high, width);
        _masses = new double[_centers.Length];
        for (int i = 0; i < _masses.Length; i++)
        {
            _masses[i] = TruncatedNormal.Mass(_centers[i], _widths[i], _low, _high);
        }
    }

    public override double Draw(int kernel, ref Rng random)
    {
        double number = TruncatedNormal.Draw(_centers[kernel], 1 / _widths[kernel], _low, _high, random.NextDouble());
        number = _domain.IsLogarithmic ? ScalarMath.Exp(number) : number;
        return _domain is IntDomain whole ? whole.Nearest(number) : ((FloatDomain)_domain).Nearest(number);
    }

    public override void AddLogDensities(double number, int start, Span<double> sums)
    {
        if (!_known.TryGetValue(number, out double[]? logs))
        {
            _known.Add(number, logs = LogMasses(number));
        }

        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += logs[start + i];
        }
    }

    private double[] LogMasses(double number)
    {
        double low = Inner(number - _half), high = Inner(number + _half);
        double[] logs = new double[_centers.Length];
        (double Center, double Width, double Log) last = (double.NaN, double.NaN, 0);
        for (int i = 0; i < logs.Length; i++)
        {
            if (_centers[i] != last.Center || _widths[i] != last.Width)
            {
                double from = (low - _centers[i]) / _widths[i], to = (high - _centers[i]) / _widths[i];
                double mass = from > Far || to < -Far ? 0 : NormalCurve.Between(from, to);
                last = (_centers[i], _widths[i], ScalarMath.Log(mass / _masses[i]));
            }

            logs[i] = last.Log;
        }

        return logs;
    }

    private double Inner(double number) => _domain.IsLogarithmic ? ScalarMath.Log(number) : number;
}
