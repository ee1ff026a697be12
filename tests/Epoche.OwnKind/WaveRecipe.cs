namespace Epoche.OwnKind;

/// <summary>A network that learns a sine wave from noisy points: <c>kind: wave</c>.</summary>
public sealed record WaveRecipe : Recipe
{
    /// <summary>Points to learn from.</summary>
    public required int Points { get; init; }

    /// <summary>The standard deviation of their noise.</summary>
    public required float Noise { get; init; }

    /// <summary>Updates in all.</summary>
    public required long Steps { get; init; }

    /// <summary>Updates from one evaluation to the next.</summary>
    public required long EvaluateEvery { get; init; }

    /// <summary>The network.</summary>
    public required NetworkRecipe Network { get; init; }

    /// <summary>The optimizer.</summary>
    public required OptimizerRecipe Optimizer { get; init; }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}
