namespace Epoche;

/// <summary>
/// What DDPG, TD3 and SAC have in common: networks, memory, how actions are explored and how often to learn. Actions are taken in [−1, 1],
/// the unit box, and scaled to the environment's bounds. "Environment steps" count the steps of all environments of a batch together.
/// </summary>
public abstract record ActorCriticOptions : AgentOptions
{
    /// <summary>
    /// Makes the network that acts, not yet built. DDPG and TD3: from observations to the numbers of an action in [−1, 1], such as
    /// <c>spec => [new Dense(256, Relu), new Dense(256, Relu), new Dense(spec.Actions.Count, Tanh)]</c>. SAC: to the outputs of a
    /// <see cref="SquashedGaussianHead"/>, twice as many and without tanh.
    /// </summary>
    public required Func<EnvironmentSpec, Model> Actor { get; init => field = value ?? throw new ArgumentNullException(nameof(Actor)); }

    /// <summary>
    /// Makes a network that values actions, not yet built: from observations and actions to one number, as
    /// <see cref="CriticNetwork.Create"/> does. Called once for each critic.
    /// </summary>
    public required Func<EnvironmentSpec, Model> Critic { get; init => field = value ?? throw new ArgumentNullException(nameof(Critic)); }

    /// <summary>
    /// The optimizer of the actor, as a pattern; its learning rate may be a schedule over updates. Default: Adam with 0.001.
    /// </summary>
    public Optimizer ActorOptimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(ActorOptimizer)); } =
        new Adam(1e-3f);

    /// <summary>The optimizer of the critics. Default: Adam with 0.001.</summary>
    public Optimizer CriticOptimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(CriticOptimizer)); } =
        new Adam(1e-3f);

    /// <summary>The largest norm of the actor's gradient. Default: none; range above 0.</summary>
    public float? ActorClipNorm { get; init; }

    /// <summary>The largest norm of the gradient of all critics together. Default: none; range above 0.</summary>
    public float? CriticClipNorm { get; init; }

    /// <summary>Memory: capacity and n-step length.</summary>
    public ReplayOptions Replay { get; init => field = value ?? throw new ArgumentNullException(nameof(Replay)); } = new();

    /// <summary>γ, the worth of a reward one step later. Default 0.99; range 0 to 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>What is added to actions to explore, once the warm-up is over. Null: nothing.</summary>
    public ActionNoise? Noise { get; init; }

    /// <summary>
    /// How long actions are uniform in their bounds and nothing is learned. Default 1,000 environment steps; range: at least 0.
    /// </summary>
    public long WarmUpSteps { get; init; } = 1_000;

    /// <summary>
    /// For how many steps of its environment an action of the warm-up is held: where one step moves little, actions that change at each of
    /// them cancel out. Default 1; range: at least 1.
    /// </summary>
    public int WarmUpHold { get; init; } = 1;

    /// <summary>How often to learn. Default: every environment step; range: at least 1.</summary>
    public int TrainEverySteps { get; init; } = 1;

    /// <summary>How many updates each time. Default 1; range: at least 1.</summary>
    public int UpdatesPerTraining { get; init; } = 1;

    /// <summary>Transitions of an update. Default 256; range: at least 1.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>How far targets follow each time: target = (1 − τ)·target + τ·online. Default 0.005; range above 0 to 1.</summary>
    public float TargetTau { get; init; } = 0.005f;

    /// <summary>Checks the ranges, and that the options neither contradict each other nor the environment.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">They do; the message names the option, its value and what was expected.</exception>
    public override void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        base.Validate(spec);
        Replay.Validate();
        Noise?.Validate();
        OptionChecks.AtLeast(0, WarmUpSteps, nameof(WarmUpSteps), "environment step");
        OptionChecks.AtLeast(1, WarmUpHold, nameof(WarmUpHold), "step");
        OptionChecks.AtLeast(1, TrainEverySteps, nameof(TrainEverySteps), "environment step");
        OptionChecks.AtLeast(1, UpdatesPerTraining, nameof(UpdatesPerTraining), "update");
        OptionChecks.AtLeast(1, BatchSize, nameof(BatchSize), "transition");
        OptionChecks.Within(0, 1, Discount, nameof(Discount));
        OptionChecks.AboveTo(
            0, 1, TargetTau, nameof(TargetTau), "1 copies the online network, less moves towards it, and by 0 it would never move");
        OptionChecks.Positive(ActorClipNorm, nameof(ActorClipNorm));
        OptionChecks.Positive(CriticClipNorm, nameof(CriticClipNorm));
    }
}
