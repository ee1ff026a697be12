namespace Epoche;

/// <summary>What the options of all agents have in common.</summary>
public abstract record AgentOptions
{
    /// <summary>
    /// Whether observations are shifted and scaled by their running mean and deviation, in a layer of the network itself, so that
    /// its file holds them. Default false.
    /// </summary>
    public bool NormalizeObservations { get; init; }

    /// <summary>
    /// How the best model is selected in <see cref="Agent.Train"/>; null: not at all, the last weights are the result. Default null.
    /// </summary>
    public SelectionOptions? Selection { get; init; }

    /// <summary>
    /// How often <see cref="Agent.Train"/> reports, beside its reports of evaluations. Default 1,000 environment steps; range: at least 1.
    /// </summary>
    public long ReportEverySteps { get; init; } = 1_000;

    /// <summary>The seed of all streams: initial weights, environments, exploration, replay, evaluations. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Checks the ranges, and that the options neither contradict each other nor the environment.</summary>
    /// <exception cref="ArgumentException">They do; the message names the option, its value and what was expected.</exception>
    public virtual void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Selection?.Validate(spec);
        OptionChecks.AtLeast(1, ReportEverySteps, nameof(ReportEverySteps), "environment step");
        if (NormalizeObservations && spec.Layout is [{ Kind: ObservationKind.Index } index])
        {
            throw new ArgumentException(
                $"NormalizeObservations shifts and scales numbers; {spec.Name} shows the index of one of {index.Values} values, which "
                + "would be none any more. Leave it out.",
                nameof(NormalizeObservations));
        }
    }
}
