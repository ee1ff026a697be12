namespace Epoche;

/// <summary>
/// Everything that decides the training of a <see cref="RecurrentDqnAgent"/> (R2D2, Kapturowski et al. 2019). The defaults suit small
/// tasks. "Environment steps" count the steps of all environments of a batch together.
/// </summary>
public sealed record RecurrentDqnOptions : AgentOptions
{
    /// <summary>
    /// Makes the network, from observations (and, where it has an input <c>previous</c>, the last action and its reward) to one value for
    /// each action, with a recurrent layer that sees one step at a time. Not yet built. Default: <see cref="RecurrentNetwork.Create"/>, an
    /// LSTM of 64 units and a hidden layer of 64 behind it.
    /// </summary>
    public Func<EnvironmentSpec, Model> Network { get; init => field = value ?? throw new ArgumentNullException(nameof(Network)); } =
        spec => RecurrentNetwork.Create(spec, new());

    /// <summary>The optimizer, as a pattern; its learning rate may be a schedule over updates. Default: Adam with 0.001.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam(1e-3f);

    /// <summary>What is remembered.</summary>
    public SequenceOptions Sequences { get; init => field = value ?? throw new ArgumentNullException(nameof(Sequences)); } = new();

    /// <summary>γ, the worth of a reward one step later. Default 0.99; range 0 to 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>
    /// n: over how many steps rewards are summed before bootstrapping, fewer at the end of a sequence. Default 5; range 1 to 100 steps.
    /// </summary>
    public int NStep { get; init; } = 5;

    /// <summary>
    /// ε of value rescaling: values are h(Q) with h(x) = sgn(x)·(√(|x| + 1) − 1) + εx (Pohlen et al. 2018), so that small and large returns
    /// are learned alike without clipping rewards. Null: values are returns. Default 0.001; range above 0 to 1.
    /// </summary>
    public float? Rescaling { get; init; } = 1e-3f;

    /// <summary>
    /// The probability of a random action, over environment steps counted from the first one of the warm-up. Default: from 1 to
    /// 0.05 within 10,000; range 0 to 1.
    /// </summary>
    public Schedule Epsilon { get; init => field = value ?? throw new ArgumentNullException(nameof(Epsilon)); } =
        Schedule.Linear(1f, 0.05f, 10_000);

    /// <summary>
    /// α: environment i of N explores with ε to the power 1 + α·i/(N − 1) (Horgan et al. 2018; there 7, and ε 0.4). Default 0: all alike;
    /// range 0 to 100.
    /// </summary>
    public float EpsilonSpread { get; init; }

    /// <summary>How long actions are random and nothing is learned. Default 1,000 environment steps; range: at least 0.</summary>
    public long WarmUpSteps { get; init; } = 1_000;

    /// <summary>How often to learn. Default: every 16 environment steps; range: at least 1.</summary>
    public int TrainEverySteps { get; init; } = 16;

    /// <summary>How many updates each time. Default 1; range: at least 1.</summary>
    public int UpdatesPerTraining { get; init; } = 1;

    /// <summary>Sequences of an update. Default 32; range: at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// How often the target network follows, in environment steps: exactly one of this and <see cref="TargetEveryUpdates"/> is set.
    /// Range: at least 1.
    /// </summary>
    public int? TargetEverySteps { get; init; }

    /// <summary>How often the target network follows, in updates. Range: at least 1.</summary>
    public int? TargetEveryUpdates { get; init; }

    /// <summary>How far it follows each time: target = (1 − τ)·target + τ·online. Default 1: a copy; range above 0 to 1.</summary>
    public float TargetTau { get; init; } = 1;

    /// <summary>Double Q-learning (van Hasselt et al. 2015). Default true.</summary>
    public bool DoubleQ { get; init; } = true;

    /// <summary>
    /// Whether sequences begin with the state that the network had when it acted; else with zeros, the weaker way of the two. Default true.
    /// </summary>
    public bool StoredStates { get; init; } = true;

    /// <summary>
    /// Where Huber's loss of an error turns from ½e² to a line; null: the squared error e². Default null; range above 0.
    /// </summary>
    public float? HuberDelta { get; init; }

    /// <summary>The largest norm of the whole gradient. Default 40; range above 0.</summary>
    public float? ClipNorm { get; init; } = 40;

    /// <summary>The largest magnitude of each gradient element. Default: none; range above 0.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option, its value and what was
    /// expected.</exception>
    public override void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        base.Validate(spec);
        if (!spec.Actions.IsDiscrete)
        {
            throw new ArgumentException($"Recurrent DQN chooses among discrete actions; {spec.Name} has {spec.Actions}.", nameof(spec));
        }

        if (TargetEverySteps.HasValue == TargetEveryUpdates.HasValue)
        {
            throw new ArgumentException(
                "Exactly one of TargetEverySteps and TargetEveryUpdates must be set; "
                + $"{(TargetEverySteps is null ? "neither is" : $"they are {TargetEverySteps} and {TargetEveryUpdates}")}.",
                nameof(TargetEverySteps));
        }

        Sequences.Validate();
        if (NStep is < 1 or > 100)
        {
            throw new ArgumentException($"NStep is {NStep}; expected 1 to 100 steps.", nameof(NStep));
        }

        OptionChecks.AtLeast(1, TargetEverySteps ?? 1, nameof(TargetEverySteps), "environment step");
        OptionChecks.AtLeast(1, TargetEveryUpdates ?? 1, nameof(TargetEveryUpdates), "update");
        OptionChecks.AtLeast(0, WarmUpSteps, nameof(WarmUpSteps), "environment step");
        OptionChecks.AtLeast(1, TrainEverySteps, nameof(TrainEverySteps), "environment step");
        OptionChecks.AtLeast(1, UpdatesPerTraining, nameof(UpdatesPerTraining), "update");
        OptionChecks.AtLeast(1, BatchSize, nameof(BatchSize), "sequence");
        OptionChecks.Within(0, 1, Discount, nameof(Discount));
        OptionChecks.AboveTo(
            0, 1, TargetTau, nameof(TargetTau), "1 copies the online network, less moves towards it, and by 0 it would never move");
        OptionChecks.AboveTo(0, 1, Rescaling ?? 1, nameof(Rescaling), "without it values could not be turned back");
        OptionChecks.Within(0, 1, Epsilon.At(0), nameof(Epsilon), " at step 0");
        OptionChecks.Within(0, 1, Epsilon.At(long.MaxValue), nameof(Epsilon), " at the end");
        OptionChecks.Within(0, 100, EpsilonSpread, nameof(EpsilonSpread));
        OptionChecks.Positive(HuberDelta, nameof(HuberDelta));
        OptionChecks.Positive(ClipNorm, nameof(ClipNorm));
        OptionChecks.Positive(ClipValue, nameof(ClipValue));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(RecurrentDqnOptions), PrintMembers);
}
