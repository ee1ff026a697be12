using Epoche.Kernels;

namespace Epoche.Simulation;

/// <summary>Utility of constant relative risk aversion, 0 at 1: (x^(1−γ) − 1)/(1 − γ), and ln x where γ is 1.</summary>
internal static class IsoelasticUtility
{
    /// <summary>The utility of an amount above 0.</summary>
    public static double Of(double amount, double aversion) =>
        aversion == 1 ? ScalarMath.Log(amount) : (ScalarMath.Pow(amount, 1 - aversion) - 1) / (1 - aversion);

    /// <summary>The amount that has a utility: of a mean utility, the certainty equivalent.</summary>
    public static double Inverse(double utility, double aversion) =>
        aversion == 1 ? ScalarMath.Exp(utility) : ScalarMath.Pow(((1 - aversion) * utility) + 1, 1 / (1 - aversion));
}
