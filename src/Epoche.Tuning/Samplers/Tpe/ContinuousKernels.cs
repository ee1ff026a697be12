using System.Numerics;
using System.Runtime.InteropServices;
using Epoche.Kernels;

namespace Epoche.Tuning;

/// <summary>Normal kernels, cut off at the ends of a range.</summary>
internal sealed class ContinuousKernels : ParameterKernels
{
    private readonly FloatDomain _domain;
    private readonly double[] _centers, _inverse, _scales; // inverse widths; widths as shares of the range times what is within it
    private readonly double _low, _high;

    public ContinuousKernels(ParameterDomain domain, double[] observed, double? width)
    {
        _domain = (FloatDomain)domain;
        (_low, _high) = (Inner(_domain.Low), Inner(_domain.High));
        _centers = new double[observed.Length + 1];
        for (int i = 0; i < observed.Length; i++)
        {
            _centers[i] = Inner(observed[i]);
        }

        _centers[^1] = 0.5 * (_low + _high);
        double[] widths = KernelWidths.Of(_centers, _low, _high, width);
        (_inverse, _scales) = (new double[widths.Length], new double[widths.Length]);
        double range = _high - _low;
        for (int i = 0; i < widths.Length; i++)
        {
            _inverse[i] = range > 0 ? 1 / widths[i] : 0;
            _scales[i] = range > 0 ? widths[i] / range * TruncatedNormal.Mass(_centers[i], widths[i], _low, _high) : 1;
        }
    }

    public override double Draw(int kernel, ref Rng random)
    {
        double number = TruncatedNormal.Draw(_centers[kernel], _inverse[kernel], _low, _high, random.NextDouble());
        return Math.Clamp(_domain.IsLogarithmic ? ScalarMath.Exp(number) : number, _domain.Low, _domain.High);
    }

    public override double MultiplyScales(Span<double> products)
    {
        for (int i = 0; i < products.Length; i++)
        {
            products[i] *= _scales[i];
        }

        return _high > _low ? ScalarMath.Log(_high - _low) + NormalCurve.LogSqrtTwoPi : 0;
    }

    public override void AddLogDensities(double number, int start, Span<double> sums)
    {
        // Each kernel by itself: the bits are the same for any width of the vectors.
        double x = Inner(number);
        Vector<double> place = new(x), half = new(0.5);
        int whole = sums.Length - (sums.Length % Vector<double>.Count);
        Span<Vector<double>> all = MemoryMarshal.Cast<double, Vector<double>>(sums[..whole]);
        ReadOnlySpan<Vector<double>> centers = MemoryMarshal.Cast<double, Vector<double>>(_centers.AsSpan(start, whole))[..all.Length];
        ReadOnlySpan<Vector<double>> inverse = MemoryMarshal.Cast<double, Vector<double>>(_inverse.AsSpan(start, whole))[..all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            Vector<double> z = (place - centers[i]) * inverse[i];
            all[i] -= half * (z * z);
        }

        for (int i = whole; i < sums.Length; i++)
        {
            double z = (x - _centers[start + i]) * _inverse[start + i];
            sums[i] -= 0.5 * (z * z);
        }
    }

    private double Inner(double number) => _domain.IsLogarithmic ? ScalarMath.Log(number) : number;
}
