using Epoche.Tensors;

namespace Epoche;

/// <summary>A dense layer: activation(x·W + b). Input [batch, …, in], kernel [in, out], bias [out], output [batch, …, out].</summary>
public sealed class Dense : Layer, IAffine
{
    internal const string KindName = "dense";

    private readonly int _units;
    private readonly Func<Tensor, Tensor>? _activation;
    private readonly Initializer _kernelInitializer, _biasInitializer;
    private readonly bool _fusedRelu;
    private Parameter? _kernel, _bias;

    /// <summary>Makes the layer.</summary>
    /// <param name="units">The size of the output, at least 1.</param>
    /// <param name="activation">A function such as <c>Ops.Relu</c>; none: linear.</param>
    /// <param name="kernel">How the kernel starts; default Glorot uniform.</param>
    /// <param name="bias">How the bias starts; default zeros.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is not positive.</exception>
    public Dense(int units, Func<Tensor, Tensor>? activation = null, Initializer? kernel = null, Initializer? bias = null)
    {
        CountChecks.AtLeast(1, units);
        _units = units;
        _fusedRelu = activation == (Func<Tensor, Tensor>)Ops.Relu;
        _activation = activation;
        _kernelInitializer = kernel ?? Initializer.GlorotUniform;
        _biasInitializer = bias ?? Initializer.Zeros;
    }

    Parameter IAffine.Kernel => _kernel ?? throw NotBuilt();

    Parameter? IAffine.Bias => _bias;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (input.Rank == 0)
        {
            throw new ArgumentException(
                $"The layer '{Name}' (dense) needs an input with one axis at least, such as [features]; received a scalar.", nameof(input));
        }

        _kernel = parameters.Add("kernel", [input[-1], _units], _kernelInitializer);
        _bias = parameters.Add("bias", [_units], _biasInitializer, decay: false, fanIn: input[-1]);
        Span<int> sizes = stackalloc int[input.Rank];
        input.CopyTo(sizes);
        sizes[^1] = _units;
        return Shape.Create(sizes);
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        if (_kernel is null || _bias is null)
        {
            throw NotBuilt();
        }

        return _fusedRelu
            ? Ops.LinearRelu(x, _kernel.Tensor, _bias.Tensor)
            : Activate(Ops.Linear(x, _kernel.Tensor, _bias.Tensor));
    }

    /// <inheritdoc/>
    public override void Describe(LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Set("units", _units);
        Activations.Set(options, _activation);
        options.Set("kernel", _kernelInitializer);
        options.Set("bias", _biasInitializer);
    }

    Tensor IAffine.Affine(Tensor x, Tensor kernel, Tensor? bias) => Ops.Linear(x, kernel, bias!.Value);

    Tensor IAffine.Activate(Tensor y) => Activate(y);

    internal static Dense Read(LayerOptions options) => new(
        options.Int("units", 1, 1 << 24),
        Activations.Read(options),
        options.Initializer("kernel"),
        options.Initializer("bias"));

    private Tensor Activate(Tensor y) => Activations.Apply(this, _activation, y);

    private InvalidOperationException NotBuilt() => new($"The layer '{Name}' (dense) is not built; put it into a model.");
}
