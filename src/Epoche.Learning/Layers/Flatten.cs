namespace Epoche;

/// <summary>All axes but the batch as one: [batch, h, w, c] → [batch, h·w·c].</summary>
public sealed class Flatten : Layer
{
    internal const string KindName = "flatten";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An axis is free.</exception>
    public override Shape Build(Shape input, ParameterBuilder parameters) => input.HasFreeAxis
        ? throw new ArgumentException(
            $"The layer '{Name}' (flatten) needs inputs of a fixed shape; received {input}. Sequences of any length become one vector by "
            + "GlobalAveragePool, GlobalMaxPool, or the last output of an Lstm or Gru.", nameof(input))
        : [input.ElementCount];

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => x.Flatten();

    internal static Flatten Read(LayerOptions options) => new();
}
