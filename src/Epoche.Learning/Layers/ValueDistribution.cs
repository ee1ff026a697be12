using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// The last layer of a network that learns how returns are distributed, not only their mean: [batch, actions, atoms] → [batch, actions].
/// What it gives is the mean, so that the network acts and is saved like any other; what learns from it asks within
/// <see cref="Distributions"/>, where the layer lets its input pass: what each atom says.
/// </summary>
public abstract class ValueDistribution : Layer
{
    [ThreadStatic]
    private static bool s_passes;

    private protected ValueDistribution()
    {
    }

    /// <summary>Until the result is disposed, networks that are called on this thread give distributions.</summary>
    public static Scope Distributions()
    {
        Scope scope = new(s_passes);
        s_passes = true;
        return scope;
    }

    /// <inheritdoc/>
    public sealed override Shape Build(Shape input, ParameterBuilder parameters)
    {
        if (input.Rank != 2 || Problem(input[1]) is { })
        {
            throw new ArgumentException(
                $"The layer '{Name}' ({Kind}) takes [actions, atoms]; received {input}. {(input.Rank == 2 ? Problem(input[1]) : "")}"
                    .TrimEnd(),
                nameof(input));
        }

        return [input[0]];
    }

    /// <inheritdoc/>
    public sealed override Tensor Call(Tensor x) => s_passes ? x : Mean(x);

    /// <summary>The mean of each distribution, [batch, actions, atoms] → [batch, actions].</summary>
    public abstract Tensor Mean(Tensor distributions);

    private protected virtual string? Problem(int atoms) => null;

    /// <summary>How long distributions are given.</summary>
    public readonly ref struct Scope
    {
        private readonly bool _before;

        internal Scope(bool before) => _before = before;

        /// <summary>Networks give again what they gave before.</summary>
        public void Dispose() => s_passes = _before;
    }
}

/// <summary>
/// Returns as probabilities of fixed values (Bellemare et al. 2017, arXiv:1707.06887, C51): logits of atoms that lie evenly between
/// <see cref="Low"/> and <see cref="High"/>.
/// </summary>
public sealed class CategoricalValues : ValueDistribution
{
    internal const string KindName = "categorical-values";

    private float[] _support = [];

    /// <summary>Makes the layer.</summary>
    /// <param name="low">The value of the first atom: the least return that matters.</param>
    /// <param name="high">The value of the last: the largest.</param>
    /// <exception cref="ArgumentException">They are not finite, or not in rising order.</exception>
    public CategoricalValues(float low, float high)
    {
        if (!(low < high && float.IsFinite(high - low)))
        {
            throw new ArgumentException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The values of atoms lie between two finite numbers in rising order; received {low} and {high}."));
        }

        (Low, High) = (low, high);
    }

    /// <summary>The value of the first atom.</summary>
    public float Low { get; }

    /// <summary>The value of the last atom.</summary>
    public float High { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <summary>The value of each of some atoms, [atoms].</summary>
    /// <param name="atoms">From 2 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atoms"/> is out of its range.</exception>
    public float[] Support(int atoms)
    {
        if (atoms is < 2 or > 1 << 16)
        {
            throw new ArgumentOutOfRangeException(nameof(atoms), $"A distribution has 2 to 65,536 atoms; received {atoms}.");
        }

        float[] support = new float[atoms];
        for (int i = 0; i < atoms; i++)
        {
            support[i] = (float)(Low + (i * ((double)High - Low) / (atoms - 1)));
        }

        return support;
    }

    /// <inheritdoc/>
    public override Tensor Mean(Tensor distributions)
    {
        int atoms = distributions.Length(2);
        _support = _support.Length == atoms ? _support : Support(atoms);
        return (Ops.Softmax(distributions) * Tensor.Wrap(_support, [atoms])).Sum(2);
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("low", Low);
        options.Set("high", High);
    }

    internal static CategoricalValues Read(LayerOptions options)
    {
        float low = options.Float("low", float.MinValue, float.MaxValue), high = options.Float("high", float.MinValue, float.MaxValue);
        return low < high && float.IsFinite(high - low)
            ? new(low, high)
            : throw new FormatException("The option 'high' must be larger than 'low', with a finite difference.");
    }

    private protected override string? Problem(int atoms) =>
        atoms < 2 ? "Two atoms are the least." : atoms > 1 << 16 ? "65,536 atoms are the most." : null;
}

/// <summary>
/// Returns as quantiles (Dabney et al. 2018, arXiv:1710.10044, QR-DQN): atom i of M is the value that the return stays below with
/// probability (2i + 1)/2M.
/// </summary>
public sealed class QuantileValues : ValueDistribution
{
    internal const string KindName = "quantile-values";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Tensor Mean(Tensor distributions) => distributions.Mean(2);

    internal static QuantileValues Read(LayerOptions options) => new();
}
