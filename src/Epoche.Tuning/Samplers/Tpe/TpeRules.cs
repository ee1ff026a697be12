namespace Epoche;

/// <summary>
/// Which generation of the tree-structured Parzen estimator is meant: Optuna changed how wide its kernels are, and what is the default.
/// </summary>
public enum TpeRules
{
    /// <summary>
    /// Optuna 5.0: parameters jointly where there is one objective; each kernel as wide as the larger gap to its neighbours; trials that
    /// run count as bad ones.
    /// </summary>
    Optuna5,

    /// <summary>
    /// Optuna up to 4.9: each parameter by itself, with the gaps as widths; jointly (<see cref="TpeSampler.Multivariate"/>) all kernels
    /// have the one width of Scott's rule. Trials that run do not count.
    /// </summary>
    Optuna4,
}
