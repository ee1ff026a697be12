namespace Epoche.Tuning;

/// <summary>The kernels of one parameter, one for each observation and the prior behind them.</summary>
internal abstract class ParameterKernels
{
    /// <summary>Draws a number from one kernel.</summary>
    public abstract double Draw(int kernel, ref Rng random);

    /// <summary>
    /// Multiplies by what each kernel's density is divided by as a share of the range: one logarithm then serves all parameters.
    /// </summary>
    /// <returns>The logarithm of the rest of the divisor, which all kernels have in common.</returns>
    public virtual double MultiplyScales(Span<double> products) => 0;

    /// <summary>Adds the rest of the logarithm of the density at a number, of some kernels, to those of the other parameters.</summary>
    /// <param name="number">The number.</param>
    /// <param name="start">The first of those kernels.</param>
    /// <param name="sums">One sum for each of them.</param>
    public abstract void AddLogDensities(double number, int start, Span<double> sums);

    /// <summary>The kernels of a parameter.</summary>
    /// <param name="domain">Its domain.</param>
    /// <param name="observed">Internal numbers of the observations, the oldest first.</param>
    /// <param name="width">The width of all kernels as a share of the range; null: by the gaps between them.</param>
    public static ParameterKernels Of(ParameterDomain domain, double[] observed, double? width) =>
        domain.IsCategorical ? new CategoricalKernels((int)domain.Count!.Value, observed)
        : domain.Spacing == 0 ? new ContinuousKernels(domain, observed, width)
        : new SteppedKernels(domain, observed, width);
}
