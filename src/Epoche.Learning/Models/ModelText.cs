namespace Epoche;

/// <summary>How messages and tables write what belongs to models.</summary>
internal static class ModelText
{
    /// <summary>A shape with the batch in front: [batch, 28, 28, 1].</summary>
    internal static string Batched(Shape shape) => $"[batch, {shape.ToString()[1..]}".Replace(", ]", "]", StringComparison.Ordinal);
}
