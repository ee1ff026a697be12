namespace Epoche;

/// <summary>
/// Everything that decides a training by DDPG (Lillicrap et al. 2015). Noise scales are relative to half the range of an action, so that
/// they mean the same in every environment.
/// </summary>
public sealed record DdpgOptions : ActorCriticOptions
{
    /// <summary>
    /// DDPG explores by noise that drifts, with a deviation in the long run of about 0.18, unless <see cref="ActorCriticOptions.Noise"/>
    /// says otherwise.
    /// </summary>
    public DdpgOptions() => Noise = new OrnsteinUhlenbeckNoise(0.1f);

    /// <summary>How often targets follow, in updates. Default: each; range: at least 1.</summary>
    public int TargetEveryUpdates { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        base.Validate(spec);
        UnitBox.RequireContinuous(spec, "DDPG");
        OptionChecks.AtLeast(1, TargetEveryUpdates, nameof(TargetEveryUpdates), "update");
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(DdpgOptions), PrintMembers);
}
