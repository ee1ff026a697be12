namespace Epoche;

/// <summary>How messages and tables write what belongs to models.</summary>
internal static class ModelText
{
    /// <summary>Refuses a shape with a free axis that is not the steps of a sequence.</summary>
    internal static void RequireFreeStepsOnly(Shape shape)
    {
        if (shape.HasFreeAxis && (shape.Rank > 2 || shape[0] != Shape.Any || (shape.Rank == 2 && shape[1] == Shape.Any)))
        {
            throw new ArgumentException(
                $"Only the steps of sequences can be free, in inputs [null] or [null, features]; received {shape}.", nameof(shape));
        }
    }

    /// <summary>A shape with the batch in front: [batch, 28, 28, 1].</summary>
    internal static string Batched(Shape shape) => $"[batch, {shape.ToString()[1..]}".Replace(", ]", "]", StringComparison.Ordinal);
}
