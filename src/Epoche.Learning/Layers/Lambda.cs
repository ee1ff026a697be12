namespace Epoche;

/// <summary>
/// A custom function as a layer without parameters: <c>new Lambda(x => x * x)</c>. It is code, which no file can hold: a model with
/// one is cloned, and its weights are saved (<see cref="ModelFile.SaveWeights"/>), but not its architecture. For that, derive from
/// <see cref="Layer"/> and enter it into <see cref="LayerRegistry"/>.
/// </summary>
public sealed class Lambda : Layer
{
    internal const string KindName = "lambda";

    private readonly Func<Tensor, Tensor> _function;
    private Shape? _output;

    /// <summary>Makes the layer.</summary>
    /// <param name="function">
    /// From [batch, input…] to [batch, output…]. It is called once on zeros when the model is built, to see the shape of its output.
    /// </param>
    public Lambda(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters)
    {
        Shape output = _function(Tensor.Zeros(input.Prepend(1))).Shape;
        return output.Rank > 0 && output[0] == 1
            ? (_output = output.Tail()).Value
            : throw new ArgumentException(
                $"The function of the layer '{Name}' (lambda) must keep the batch axis: of a batch {input.Prepend(1)} it made {output}; "
                + "expected [1, ...].", nameof(input));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The function gives another shape than it gave of a batch of one example.</exception>
    public override Tensor Call(Tensor x)
    {
        Tensor y = _function(x);
        return _output is not { } output || y.Shape == output.Prepend(x.Length(0))
            ? y
            : throw new ArgumentException(
                $"The function of the layer '{Name}' (lambda) made {output.Prepend(1)} of a batch of one example, so of {x.Shape} it must "
                + $"make {output.Prepend(x.Length(0))}; it made {y.Shape}.", nameof(x));
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: code cannot be written to a file.</exception>
    public override void Describe(LayerOptions options) => throw new NotSupportedException(
        $"The layer '{Name}' (lambda) is custom code, which a model file cannot hold. "
        + "ModelFile.SaveWeights saves the numbers, and ModelFile.LoadWeights reads them into a model that the same code has built; "
        + "or make the function a class derived from Layer and enter it into LayerRegistry.");

    internal static Lambda Read(LayerOptions options) =>
        throw new FormatException("A layer of kind 'lambda' is code, which no file can hold: build the model in code and read its weights "
            + "by ModelFile.LoadWeights.");

    /// <summary>Another layer with the same function.</summary>
    internal Lambda Copy() => new(_function);
}
