namespace Epoche;

/// <summary>All axes but the batch as one: [batch, h, w, c] → [batch, h·w·c].</summary>
public sealed class Flatten : Layer
{
    internal const string KindName = "flatten";

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override Shape Build(Shape input, ParameterBuilder parameters) => [input.ElementCount];

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => x.Flatten();

    internal static Flatten Read(LayerOptions options) => new();
}
