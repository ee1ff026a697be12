namespace Epoche;

/// <summary>Training met a NaN or an infinity and stopped before it could reach the parameters.</summary>
/// <param name="step">The update that met it, from 1.</param>
/// <param name="what">The first bad tensor.</param>
/// <param name="value">The number met.</param>
/// <param name="advice">What to look at; default: the usual causes in a training step.</param>
public sealed class NonFiniteException(long step, string what, float value, string? advice = null)
    : ArithmeticException(
        $"Step {step}: {(float.IsNaN(value) ? "NaN" : "an infinite value")} in {what}. "
        + (advice ?? "The parameters are as they were before this step. Usual causes: a learning rate that is too large, inputs that are "
            + "not scaled or hold NaN, a logarithm or division at zero; clipping the gradient norm helps against the first."))
{
    /// <summary>The update that met it, from 1.</summary>
    public long Step { get; } = step;

    /// <summary>The first bad tensor.</summary>
    public string Tensor { get; } = what;
}
