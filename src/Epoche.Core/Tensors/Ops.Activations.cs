using Epoche.Autodiff;

namespace Epoche.Tensors;

public static partial class Ops
{
    private const int LargestProduct = 64; // beyond, a product has more roundings than an exponential

    /// <summary>x·σ(x), also known as swish (Elfwing et al. 2018, arXiv:1702.03118).</summary>
    public static Tensor Silu(Tensor x) => OpTable.Apply(OpTable.Silu, x);

    /// <summary>x·tanh(ln(1 + eˣ)) (Misra 2020, arXiv:1908.08681).</summary>
    public static Tensor Mish(Tensor x) => OpTable.Apply(OpTable.Mish, x);

    /// <summary>x where it is positive, 0.01·x elsewhere.</summary>
    public static Tensor LeakyRelu(Tensor x) => LeakyRelu(x, 0.01f);

    /// <summary>x where it is positive, slope·x elsewhere.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="slope">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is outside of its range.</exception>
    public static Tensor LeakyRelu(Tensor x, float slope) => slope is >= 0 and <= 1
        ? Maximum(x, x * slope)
        : throw new ArgumentOutOfRangeException(nameof(slope), $"The slope of a leaky ReLU lies between 0 and 1; received {slope}.");

    /// <summary>x where it is positive, eˣ − 1 elsewhere (Clevert et al. 2016, arXiv:1511.07289).</summary>
    public static Tensor Elu(Tensor x) => Elu(x, 1);

    /// <summary>x where it is positive, α·(eˣ − 1) elsewhere.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">α, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not positive.</exception>
    public static Tensor Elu(Tensor x, float alpha)
    {
        CountChecks.Positive(alpha);
        return Relu(x) + (Expm1(-Relu(-x)) * alpha);
    }

    /// <summary>x to a power. Whole powers are products, of any x; others are computed as e^(p·ln x), for x above 0.</summary>
    /// <param name="x">Any shape; above 0 where the exponent is not a whole number.</param>
    /// <param name="exponent">p, a finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is not finite.</exception>
    public static Tensor Pow(Tensor x, float exponent)
    {
        if (!float.IsFinite(exponent))
        {
            throw new ArgumentOutOfRangeException(nameof(exponent), $"An exponent is a finite number; received {exponent}.");
        }

        if (exponent < 0)
        {
            return Reciprocal(Pow(x, -exponent));
        }

        return exponent == 0.5f ? Sqrt(x)
            : exponent > LargestProduct || exponent != (int)exponent ? Exp(Log(x) * exponent)
            : exponent == 0 ? Tensor.Ones(x.Shape)
            : Product(x, (int)exponent);
    }

    /// <summary>xⁿ by squaring, n from 1.</summary>
    private static Tensor Product(Tensor x, int n) =>
        n == 1 ? x : n % 2 == 0 ? Square(Product(x, n / 2)) : x * Product(x, n - 1);
}
