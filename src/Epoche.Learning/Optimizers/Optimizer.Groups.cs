namespace Epoche;

/// <content>Parameters that are updated otherwise than the rest.</content>
public abstract partial class Optimizer
{
    private float _largestDecay;

    /// <summary>Whether it can decay weights, even where its own weight decay is 0.</summary>
    private protected virtual bool CanDecay => decays;

    /// <summary>The largest factor on the learning rate, 1 or more: what bounds count with.</summary>
    private protected double LargestFactor { get; private set; } = 1;

    /// <summary>The largest weight decay of any group, its own included.</summary>
    private protected double LargestDecay(float own) => Math.Max(own, _largestDecay);

    /// <summary>Why it cannot do what a group says; null where it can.</summary>
    internal string? Refusal(ParameterGroup group)
    {
        string name = GetType().Name;
        if (group.WeightDecay > 0 && !CanDecay)
        {
            return $"The group '{group.Names}' has a weight decay of {group.WeightDecay}, and {name} has none. "
                + "Use an optimizer that has: AdamW, Sgd or Lion.";
        }

        return groups || (group.LearningRateFactor is null or 1 && (group.WeightDecay is null || !CanDecay))
            ? null
            : $"The group '{group.Names}' changes the learning rate or the weight decay, which {name} does not read. Let its Update "
                + "count with "
            + "slots.LearningRateFactor and slots.WeightDecayOf(…), and say so to its base class: groups: true.";
    }

    /// <summary>Says how the entries of a slab are updated.</summary>
    internal void SetGroups(ParameterSlab slab, UpdateSettings[] settings)
    {
        StateOf(slab).Settings = settings;
        foreach (UpdateSettings setting in settings)
        {
            LargestFactor = Math.Max(LargestFactor, setting.RateFactor);
            _largestDecay = Math.Max(_largestDecay, setting.WeightDecay ?? 0);
        }
    }
}
