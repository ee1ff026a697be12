namespace Epoche;

/// <summary>
/// Everything that decides a DQN training (Mnih et al. 2015) and its variants. The defaults suit small tasks with a handful of features.
/// "Environment steps" count the steps of all environments of a batch together.
/// </summary>
public sealed record DqnOptions : AgentOptions
{
    /// <summary>
    /// Makes the network, from observations to one value for each action: layers,
    /// <c>spec => [new Dense(256, Relu), new Dense(spec.Actions.Count)]</c>, or any model with one input and one output,
    /// such as <c>spec => new GraphModel(…)</c>. Not yet built. Its layers decide on variants: <see cref="NoisyDense"/> explores by noise,
    /// <see cref="Dueling"/> splits value and advantages, and a <see cref="CategoricalValues"/> or <see cref="QuantileValues"/> at the end
    /// learns distributions of returns. <see cref="QNetwork"/> makes all of them.
    /// </summary>
    public required Func<EnvironmentSpec, Model> Network { get; init => field = value ?? throw new ArgumentNullException(nameof(Network)); }

    /// <summary>The optimizer, as a pattern; its learning rate may be a schedule over updates. Default: Adam with 0.001.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam(1e-3f);

    /// <summary>Memory: capacity and n-step length.</summary>
    public ReplayOptions Replay { get; init => field = value ?? throw new ArgumentNullException(nameof(Replay)); } = new();

    /// <summary>γ, the worth of a reward one step later. Default 0.99; range 0 to 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>
    /// The probability of a random action, over environment steps counted from the first one of the warm-up. Default: from 1 to
    /// 0.05 within 10,000; range 0 to 1.
    /// </summary>
    public Schedule Epsilon { get; init =>
        field = value ?? throw new ArgumentNullException(nameof(Epsilon)); } = Schedule.Linear(1f, 0.05f, 10_000);

    /// <summary>
    /// τ over environment steps, in units of the return: where ε does not choose, an action is drawn with the probability softmax(q/τ).
    /// Null: the greedy one is taken. Default null; range above 0.
    /// </summary>
    public Schedule? Temperature { get; init; }

    /// <summary>How long actions are random and nothing is learned. Default 1,000 environment steps; range: at least 0.</summary>
    public long WarmUpSteps { get; init; } = 1_000;

    /// <summary>How often to learn. Default: every environment step; range: at least 1.</summary>
    public int TrainEverySteps { get; init; } = 1;

    /// <summary>How many updates each time. Default 1; range: at least 1.</summary>
    public int UpdatesPerTraining { get; init; } = 1;

    /// <summary>Transitions of an update. Default 64; range: at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// How often the target network follows, in environment steps, whether or not one of them trains: exactly one of this and
    /// <see cref="TargetEveryUpdates"/> is set. Range: at least 1.
    /// </summary>
    public int? TargetEverySteps { get; init; }

    /// <summary>How often the target network follows, in updates. Range: at least 1.</summary>
    public int? TargetEveryUpdates { get; init; }

    /// <summary>
    /// How far the target network follows each time: target = (1 − τ)·target + τ·online (Lillicrap et al. 2015, arXiv:1509.02971).
    /// Default 1: a copy; range above 0 to 1.
    /// </summary>
    public float TargetTau { get; init; } = 1;

    /// <summary>Double Q-learning (van Hasselt et al. 2015). Default false.</summary>
    public bool DoubleQ { get; init; }

    /// <summary>
    /// Munchausen Q-learning: the logarithm of the policy joins the reward. Null: not. It needs values that are no distributions, one-step
    /// returns, and no <see cref="DoubleQ"/>. Default null.
    /// </summary>
    public MunchausenOptions? Munchausen { get; init; }

    /// <summary>
    /// Where Huber's loss of an error turns from ½e² to a line; null: the squared error. With quantiles it is κ, and must be set; with
    /// categorical values it does not count. Default 1; range above 0.
    /// </summary>
    public float? HuberDelta { get; init; } = 1;

    /// <summary>The largest norm of the whole gradient. Default: none; range above 0.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>The largest magnitude of each gradient element. Default: none; range above 0.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Checks the ranges, and that the options neither contradict each other nor the environment.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">They do; the message names the option, its value and what was expected.</exception>
    public override void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        base.Validate(spec);
        if (!spec.Actions.IsDiscrete)
        {
            throw new ArgumentException($"DQN chooses among discrete actions; {spec.Name} has {spec.Actions}.", nameof(spec));
        }

        if (TargetEverySteps.HasValue == TargetEveryUpdates.HasValue)
        {
            throw new ArgumentException(
                "Exactly one of TargetEverySteps and TargetEveryUpdates must be set; "
                + $"{(TargetEverySteps is null ? "neither is" : $"they are {TargetEverySteps} and {TargetEveryUpdates}")}.",
                nameof(TargetEverySteps));
        }

        Replay.Validate();
        OptionChecks.AtLeast(1, TargetEverySteps ?? 1, nameof(TargetEverySteps), "environment step");
        OptionChecks.AtLeast(1, TargetEveryUpdates ?? 1, nameof(TargetEveryUpdates), "update");
        OptionChecks.AtLeast(0, WarmUpSteps, nameof(WarmUpSteps), "environment step");
        OptionChecks.AtLeast(1, TrainEverySteps, nameof(TrainEverySteps), "environment step");
        OptionChecks.AtLeast(1, UpdatesPerTraining, nameof(UpdatesPerTraining), "update");
        OptionChecks.AtLeast(1, BatchSize, nameof(BatchSize), "transition");
        OptionChecks.Within(0, 1, Discount, nameof(Discount));
        OptionChecks.AboveTo(
            0, 1, TargetTau, nameof(TargetTau), "1 copies the online network, less moves towards it, and by 0 it would never move");
        OptionChecks.Within(0, 1, Epsilon.At(0), nameof(Epsilon), " at step 0");
        OptionChecks.Within(0, 1, Epsilon.At(long.MaxValue), nameof(Epsilon), " at the end");
        OptionChecks.Positive(Temperature?.At(0), $"{nameof(Temperature)} at step 0");
        OptionChecks.Positive(Temperature?.At(long.MaxValue), $"{nameof(Temperature)} at the end");
        OptionChecks.Positive(HuberDelta, nameof(HuberDelta));
        ValidateMunchausen();
        OptionChecks.Positive(ClipNorm, nameof(ClipNorm));
        OptionChecks.Positive(ClipValue, nameof(ClipValue));
    }

    private void ValidateMunchausen()
    {
        Munchausen?.Validate();
        if (Munchausen is not null && (DoubleQ || Replay.NStep > 1))
        {
            throw new ArgumentException(
                $"Munchausen does not go with {(DoubleQ ? "DoubleQ: its target has no greatest value whose action could be chosen"
                    : $"Replay.NStep = {Replay.NStep}: the policy of the steps in between is not known")}. Leave one of them out.",
                nameof(Munchausen));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(DqnOptions), PrintMembers);
}
