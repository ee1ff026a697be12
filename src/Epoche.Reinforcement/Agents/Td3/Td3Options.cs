namespace Epoche;

/// <summary>
/// Everything that decides a training by TD3 (Fujimoto et al. 2018). Noise scales are relative to half the range of an action, so that they
/// mean the same in every environment.
/// </summary>
public sealed record Td3Options : ActorCriticOptions
{
    /// <summary>Explores by normal noise with a deviation of 0.1 unless <see cref="ActorCriticOptions.Noise"/> says otherwise.</summary>
    public Td3Options() => Noise = new GaussianNoise(0.1f);

    /// <summary>How often the actor and all targets move, in updates of the critics. Default 2; range: at least 1.</summary>
    public int PolicyDelay { get; init; } = 2;

    /// <summary>
    /// The deviation of the normal noise that smooths targets: actions close to each other are worth alike. Default 0.2; range: 0 or more.
    /// </summary>
    public float TargetNoise { get; init; } = 0.2f;

    /// <summary>How large that noise gets at most. Default 0.5; range: 0 or more.</summary>
    public float TargetNoiseLimit { get; init; } = 0.5f;

    /// <inheritdoc/>
    public override void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        base.Validate(spec);
        UnitBox.RequireContinuous(spec, "TD3");
        OptionChecks.AtLeast(1, PolicyDelay, nameof(PolicyDelay), "update");
        OptionChecks.Within(0, float.MaxValue, TargetNoise, nameof(TargetNoise));
        OptionChecks.Within(0, float.MaxValue, TargetNoiseLimit, nameof(TargetNoiseLimit));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(Td3Options), PrintMembers);
}
