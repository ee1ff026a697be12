using static Epoche.Tensors.Ops;

namespace Epoche;

/// <summary>The losses of policies and values as pure functions, one number for each action: their means are minimized.</summary>
public static class PolicyObjective
{
    /// <summary>−ln π(a|s)·A (Williams 1992): the gradient of the policy's expected return, with its sign turned.</summary>
    /// <param name="logDensities">ln π(a|s), <c>[batch]</c>.</param>
    /// <param name="advantages">A, <c>[batch]</c>.</param>
    /// <returns><c>[batch]</c>.</returns>
    public static Tensor PolicyGradient(Tensor logDensities, Tensor advantages) => -(logDensities * advantages);

    /// <summary>
    /// The clipped surrogate of PPO (Schulman et al. 2017, arXiv:1707.06347, eq. 7), with its sign turned:
    /// −min(r·A, clip(r, 1 − c, 1 + c)·A).
    /// </summary>
    /// <param name="ratio">r = π(a|s)/π_old(a|s), <c>[batch]</c>.</param>
    /// <param name="advantages">A, <c>[batch]</c>.</param>
    /// <param name="clip">c, above 0.</param>
    /// <returns><c>[batch]</c>.</returns>
    public static Tensor ClippedSurrogate(Tensor ratio, Tensor advantages, float clip) =>
        -Minimum(ratio * advantages, Clip(ratio, 1 - clip, 1 + clip) * advantages);

    /// <summary>
    /// The squared error of values, in units of the rewards' deviation: (v − R)²/σ²; with a clip the larger one of it and that of the value
    /// held near what it was, v_old + clip(v − v_old, −cσ, cσ).
    /// </summary>
    /// <param name="values">v(s), <c>[batch]</c>.</param>
    /// <param name="returns">R, <c>[batch]</c>.</param>
    /// <param name="old">v_old(s), <c>[batch]</c>.</param>
    /// <param name="clip">c, above 0; null: values are not clipped.</param>
    /// <param name="deviation">σ, above 0.</param>
    /// <returns><c>[batch]</c>.</returns>
    public static Tensor ValueLoss(Tensor values, Tensor returns, Tensor old, float? clip = null, float deviation = 1)
    {
        Tensor loss = Square(Scaled(values - returns, deviation));
        return clip is not { } c ? loss
            : Maximum(loss, Square(Scaled(old + Clip(values - old, -c * deviation, c * deviation) - returns, deviation)));
    }

    private static Tensor Scaled(Tensor errors, float deviation) => deviation == 1 ? errors : errors / deviation;
}
