using Epoche.Tensors;

namespace Epoche;

/// <summary>
/// Puts trained logarithms of standard deviations behind the means of a Gaussian policy: one number for each mean, the same for every
/// input (Schulman et al. 2017, arXiv:1707.06347, §6.1: "variable standard deviations"). Input <c>[batch, actions]</c>, the means; output
/// <c>[batch, 2 · actions]</c>, the means and then ln σ, as <c>GaussianHead</c> takes them.
/// </summary>
public sealed class FreeDeviation : Layer
{
    internal const string KindName = "free-deviation";
    private const float Largest = 20; // e²⁰ is half a billion: beyond it a deviation is a mistake

    private readonly float _initial;
    private int _actions;
    private Parameter? _logarithm;

    /// <summary>Makes the layer.</summary>
    /// <param name="initial">Where ln σ starts, from −20 to 20. Default 0, so σ = 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of its range.</exception>
    public FreeDeviation(float initial = 0)
    {
        if (!(MathF.Abs(initial) <= Largest))
        {
            throw new ArgumentOutOfRangeException(
                nameof(initial), $"The logarithm of a deviation starts between −{Largest} and {Largest}; received {initial}.");
        }

        _initial = initial;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank != 1)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (free-deviation) takes the means of actions, [actions]; received {input}.", nameof(input));
        }

        _actions = input[0];
        Initializer start = Initializer.Custom("constant", (values, _, ref _) => values.Fill(_initial));
        _logarithm = parameters.Add("log-deviation", input, start, decay: false);
        return [2 * _actions];
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => _logarithm is null
        ? throw new InvalidOperationException($"The layer '{Name}' (free-deviation) is not built; put it into a model.")
        : Ops.Concat(1, x, _logarithm.Tensor.BroadcastTo([x.Length(0), _actions]));

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("initial", _initial);
    }

    internal static FreeDeviation Read(LayerOptions options) => new(options.Float("initial", -Largest, Largest));
}
