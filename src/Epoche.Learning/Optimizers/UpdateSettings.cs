namespace Epoche;

/// <summary>How a parameter is updated, beside what the optimizer says of all.</summary>
/// <param name="RateFactor">What the learning rate is multiplied by.</param>
/// <param name="WeightDecay">The weight decay in the place of the optimizer's; null: the optimizer's.</param>
internal readonly record struct UpdateSettings(float RateFactor, float? WeightDecay)
{
    /// <summary>Those of a parameter in no group.</summary>
    public static UpdateSettings None { get; } = new(1, null);
}
