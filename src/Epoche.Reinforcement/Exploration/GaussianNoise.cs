namespace Epoche;

/// <summary>Independent normal noise (Fujimoto et al. 2018, arXiv:1802.09477, with a deviation of 0.1).</summary>
/// <param name="Deviation">The standard deviation, in units of half an action's range. Range: 0 or more.</param>
public sealed record GaussianNoise(float Deviation) : ActionNoise
{
    /// <inheritdoc/>
    public override void Add(Span<float> actions, Span<float> state, ref Rng random)
    {
        foreach (ref float action in actions)
        {
            action += random.NextNormal(0, Deviation);
        }
    }

    /// <inheritdoc/>
    public override void Validate() => OptionChecks.Within(0, float.MaxValue, Deviation, $"Noise.{nameof(Deviation)}");

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(GaussianNoise), PrintMembers);
}
