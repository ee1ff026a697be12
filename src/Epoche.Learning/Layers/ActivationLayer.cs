namespace Epoche;

/// <summary>An activation function as a layer of its own.</summary>
public sealed class ActivationLayer : Layer
{
    internal const string KindName = "activation";
    private const string Option = "function";

    private readonly Func<Tensor, Tensor> _function;

    /// <summary>Makes the layer from a function such as <c>Ops.Tanh</c>.</summary>
    public ActivationLayer(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => input;

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Activations.Apply(this, _function, x);

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Activations.Set(options, _function, Option);
    }

    internal static ActivationLayer Read(LayerOptions options) =>
        new(Activations.Read(options, Option) ?? throw new FormatException("The option 'function' must name a function; received 'none'."));
}
