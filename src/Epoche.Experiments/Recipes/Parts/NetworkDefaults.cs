namespace Epoche.Experiments;

/// <summary>What the section <c>network</c> of a recipe means where it does not say.</summary>
internal sealed record NetworkDefaults
{
    public int[] Hidden { get; init; } = [256, 256];

    public string Activation { get; init; } = "relu";

    public Initializer Kernel { get; init; } = Initializer.GlorotUniform;

    /// <summary>Whether there is a key <c>dropout</c>.</summary>
    public bool HasDropout { get; init; } = true;
}
