namespace Epoche;

/// <summary>The sum of its inputs, which have one shape: what a residual block ends with.</summary>
public sealed class AddLayer : MergeLayer
{
    internal const string KindName = "add";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(ReadOnlySpan<Shape> inputs, ParameterBuilder parameters)
    {
        RequireSome(inputs.Length);
        foreach (Shape other in inputs)
        {
            if (other != inputs[0])
            {
                throw new ArgumentException($"Only inputs of one shape are added; received {inputs[0]} and {other}.", nameof(inputs));
            }
        }

        return inputs[0];
    }

    /// <inheritdoc/>
    public override Tensor Call(ReadOnlySpan<Tensor> inputs)
    {
        RequireSome(inputs.Length);
        Tensor sum = inputs[0];
        foreach (Tensor other in inputs[1..])
        {
            sum += other;
        }

        return sum;
    }

    internal static AddLayer Read(LayerOptions options) => new();
}
