namespace Epoche;

/// <summary>
/// Selection of the best model: while an agent trains, its greedy policy is evaluated on episodes of their own seed stream, and the weights
/// that did best are kept. What follows a lucky evaluation is a longer one on other episodes; passing it too may end the training.
/// </summary>
public sealed record SelectionOptions
{
    /// <summary>How often the greedy policy is evaluated. Default 1,000 environment steps; range: at least 1.</summary>
    public long EverySteps { get; init; } = 1_000;

    /// <summary>Episodes per evaluation. Default 100; range: at least 1.</summary>
    public int Episodes { get; init; } = 100;

    /// <summary>
    /// Other episodes that are played when an evaluation was perfect (or reached <see cref="StopAtReturn"/>), to tell a good policy from a
    /// lucky one. They are given up after the first 1,024 among which one was not perfect. Default 1,000; range: at least 1.
    /// </summary>
    public int ConfirmEpisodes { get; init; } = 1_000;

    /// <summary>
    /// An environment like which the confirmations are played; it is neither stepped nor disposed. A harder form of the task, such as one
    /// that starts further out, finds a policy's rare failures in far fewer episodes. Default: the environment of the training.
    /// </summary>
    public IBatchEnvironment? ConfirmOn { get; init; }

    /// <summary>
    /// Whether training ends when evaluation and confirmation were perfect: every episode reached <see cref="EnvironmentSpec.BestReturn"/>.
    /// Default true where that is known.
    /// </summary>
    public bool? StopWhenPerfect { get; init; }

    /// <summary>The mean return at which training ends, when evaluation and confirmation both reach it. Default: none.</summary>
    public double? StopAtReturn { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">A value lies outside its range, or options contradict each other or the environment.</exception>
    public void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        OptionChecks.AtLeast(1, EverySteps, "Selection.EverySteps", "environment step");
        OptionChecks.AtLeast(1, Episodes, "Selection.Episodes", "episode");
        OptionChecks.AtLeast(1, ConfirmEpisodes, "Selection.ConfirmEpisodes", "episode");
        if (StopWhenPerfect == true && spec.BestReturn is null)
        {
            throw new ArgumentException(
                $"Selection.StopWhenPerfect is set, but {spec.Name} states no BestReturn, so no episode of it can be called perfect. "
                + "Set BestReturn in its spec, or use Selection.StopAtReturn.",
                "Selection.StopWhenPerfect");
        }

        if (ConfirmOn is { Spec: var confirm } && !confirm.HasSpacesOf(spec))
        {
            throw new ArgumentException(
                $"Selection.ConfirmOn has {confirm.Spaces} ({confirm.Name}); expected {spec.Spaces}, those of the training ({spec.Name}).",
                "Selection.ConfirmOn");
        }

        if (ConfirmOn is { Spec: var other } && other.BestReturn is null != spec.BestReturn is null)
        {
            (string with, string without) = spec.BestReturn is null ? (other.Name, spec.Name) : (spec.Name, other.Name);
            throw new ArgumentException(
                $"Selection.ConfirmOn is {other.Name}, and training is on {spec.Name}: of these, {with} has a BestReturn and {without} has "
                + "none. Set it in both specs or in neither.",
                "Selection.ConfirmOn");
        }

        if (StopAtReturn is { } stop && !double.IsFinite(stop))
        {
            throw new ArgumentException($"Selection.StopAtReturn is {stop}; expected a finite return.", "Selection.StopAtReturn");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(SelectionOptions), PrintMembers);
}
