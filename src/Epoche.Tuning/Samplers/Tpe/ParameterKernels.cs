namespace Epoche.Tuning;

/// <summary>The kernels of one parameter, one for each observation and the prior behind them.</summary>
internal abstract class ParameterKernels
{
    /// <summary>Draws a number from one kernel.</summary>
    public abstract double Draw(int kernel, ref Rng random);

    /// <summary>Adds the logarithm of each kernel's density at a number to those of the other parameters.</summary>
    public abstract void AddLogDensities(double number, Span<double> sums);

    /// <summary>The kernels of a parameter.</summary>
    /// <param name="domain">Its domain.</param>
    /// <param name="observed">Internal numbers of the observations, the oldest first.</param>
    /// <param name="width">The width of all kernels as a share of the range; null: by the gaps between them.</param>
    public static ParameterKernels Of(ParameterDomain domain, double[] observed, double? width) =>
        domain.IsCategorical ? new CategoricalKernels((int)domain.Count!.Value, observed)
        : domain.Spacing == 0 ? new ContinuousKernels(domain, observed, width)
        : new SteppedKernels(domain, observed, width);
}
