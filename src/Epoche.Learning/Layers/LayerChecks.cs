namespace Epoche;

/// <summary>What layers refuse, in one wording.</summary>
internal static class LayerChecks
{
    /// <summary>The ε of a normalization.</summary>
    internal static float Epsilon(float epsilon, string what) => epsilon > 0 && float.IsFinite(epsilon)
        ? epsilon
        : throw new ArgumentOutOfRangeException(nameof(epsilon), $"The ε of a {what} must be positive; received {epsilon}.");

    /// <summary>Refuses an input without axes.</summary>
    internal static void RequireFeatures(Layer layer, Shape input)
    {
        if (input.Rank == 0)
        {
            throw new ArgumentException(
                $"The layer '{layer.Name}' ({layer.Kind}) needs an input [..., features]; received a scalar.", nameof(input));
        }
    }

    /// <summary>Refuses what is not a sequence of vectors.</summary>
    internal static void RequireSequence(Layer layer, Shape input)
    {
        if (input.Rank != 2)
        {
            throw new ArgumentException(
                $"The layer '{layer.Name}' ({layer.Kind}) takes sequences [steps, features]; received {input}.", nameof(input));
        }
    }

    internal static InvalidOperationException NotBuilt(Layer layer) =>
        new($"The layer '{layer.Name}' ({layer.Kind}) is not built; put it into a model.");
}
