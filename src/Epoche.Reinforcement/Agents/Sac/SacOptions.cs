namespace Epoche;

/// <summary>
/// Everything that decides a training by SAC (Haarnoja et al. 2018). Densities and entropies are those of actions in the unit box
/// [−1, 1], whatever the environment's bounds.
/// </summary>
public sealed record SacOptions : ActorCriticOptions
{
    /// <summary>
    /// α, what entropy counts beside rewards; null: it is learned, so that the policy's entropy comes to <see cref="TargetEntropy"/>.
    /// Default null; range: 0 or more.
    /// </summary>
    public float? EntropyCoefficient { get; init; }

    /// <summary>Where a learned α starts. Default 1; range above 0.</summary>
    public float InitialEntropyCoefficient { get; init; } = 1;

    /// <summary>
    /// The entropy that a learned α steers to, in nats. Default null: −1 for each number of a continuous action, and for n discrete
    /// actions 0.5·ln n.
    /// </summary>
    public float? TargetEntropy { get; init; }

    /// <summary>The optimizer of ln α. Default: Adam with 0.001.</summary>
    public Optimizer EntropyOptimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(EntropyOptimizer)); } =
        new Adam(1e-3f);

    /// <inheritdoc/>
    public override void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        base.Validate(spec);
        OptionChecks.Within(0, float.MaxValue, EntropyCoefficient ?? 0, nameof(EntropyCoefficient));
        OptionChecks.Positive(InitialEntropyCoefficient, nameof(InitialEntropyCoefficient));
        OptionChecks.Within(float.MinValue, float.MaxValue, TargetEntropy ?? 0, nameof(TargetEntropy));
        if (!spec.Actions.IsContinuous && !spec.Actions.IsDiscrete)
        {
            throw new ArgumentException(
                $"SAC acts by numbers or chooses one of several actions; {spec.Label} has {spec.Actions}. PPO takes actions of any kind.",
                nameof(spec));
        }

        if (spec.Actions.IsDiscrete && Noise is not null)
        {
            throw new ArgumentException(
                $"Noise is added to continuous actions, and those of {spec.Label} are {spec.Actions}. Leave it out.", nameof(Noise));
        }
    }

    /// <summary>The entropy to steer to.</summary>
    internal float TargetEntropyOf(ActionSpec actions) =>
        TargetEntropy ?? (actions.IsDiscrete ? 0.5f * (float)Kernels.ScalarMath.Log((double)actions.Count) : -actions.Count);

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SacOptions), PrintMembers);
}
