namespace Epoche;

/// <summary>
/// Everything that decides the training of a <see cref="PpoAgent"/> (Schulman et al. 2017). The defaults are those of most
/// implementations. "Environment steps" count the steps of all environments of a batch together.
/// </summary>
public sealed record PpoOptions : AgentOptions
{
    /// <summary>
    /// Makes the network, a <see cref="GraphModel"/> from observations to two outputs: <c>policy</c>, what the
    /// <see cref="ActionHead"/> of the environment takes, and <c>value</c>, one number. Not yet built. Default:
    /// <see cref="PolicyNetwork.Create"/>, 64-64 with tanh for each.
    /// </summary>
    public Func<EnvironmentSpec, Model> Network { get; init => field = value ?? throw new ArgumentNullException(nameof(Network)); } =
        spec => PolicyNetwork.Create(spec, new());

    /// <summary>
    /// The optimizer, as a pattern; its learning rate may be a schedule over updates. Default: Adam with 0.0003 and ε = 1e-5.
    /// </summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } =
        new Adam(3e-4f, epsilon: 1e-5f);

    /// <summary>T: steps of each environment between two times of learning. Default 2,048; range: at least 1.</summary>
    public int Steps { get; init; } = 2_048;

    /// <summary>How often each step is learned from. Default 10; range: at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// Steps of an update. Each epoch cuts a random order of all steps into batches of so many; the last one is smaller where they do not
    /// fit. A network with memory learns from all steps of some environments: a multiple of <see cref="Steps"/>. Default 64; range: at
    /// least 1.
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>γ, the worth of a reward one step later. Default 0.99; range 0 to 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>λ of <see cref="GeneralizedAdvantage"/>. Default 0.95; range 0 to 1.</summary>
    public float Lambda { get; init; } = 0.95f;

    /// <summary>
    /// λ of the returns that values learn (Yuan et al. 2025, arXiv:2503.01491): where rewards are noise for the most part, a small
    /// <see cref="Lambda"/> keeps it from the policy, and a large one here tells the values what comes late. Default none: the same as
    /// <see cref="Lambda"/>; range 0 to 1.
    /// </summary>
    public float? ValueLambda { get; init; }

    /// <summary>
    /// c, over updates: how far the ratio of new to old probability counts, 1 − c to 1 + c. Default 0.2; range 0 to 1, where 0 may come at
    /// the end of a schedule and stops the policy.
    /// </summary>
    public Schedule Clip { get; init => field = value ?? throw new ArgumentNullException(nameof(Clip)); } = 0.2f;

    /// <summary>
    /// How far a value may move from what it was, in units of the rewards' deviation (<see cref="ScaleRewards"/>). Default none; range
    /// above 0.
    /// </summary>
    public float? ValueClip { get; init; }

    /// <summary>Whether advantages of each batch are shifted and scaled to the mean 0 and the deviation 1. Default true.</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>What the squared error of values counts in the objective. Default 0.5; range 0 or more.</summary>
    public float ValueWeight { get; init; } = 0.5f;

    /// <summary>What entropy counts, which keeps actions random. Default 0; range 0 or more.</summary>
    public float EntropyWeight { get; init; }

    /// <summary>
    /// Where the policy is further than 1.5 times this from the one that acted, in nats (the mean of (r − 1) − ln r over a batch), the rest
    /// of the updates is left out. Default none; range above 0.
    /// </summary>
    public float? TargetKl { get; init; }

    /// <summary>The largest norm of the whole gradient. Default 0.5; range above 0.</summary>
    public float? ClipNorm { get; init; } = 0.5f;

    /// <summary>The largest magnitude of each gradient element. Default: none; range above 0.</summary>
    public float? ClipValue { get; init; }

    /// <summary>
    /// Whether rewards are divided by the running deviation of their discounted sum, and clipped to ±10 of it; the network's last layer
    /// multiplies by it, so that its file holds it and <c>value</c> is in the units of the rewards. Default false.
    /// </summary>
    public bool ScaleRewards { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option, its value and what was
    /// expected.</exception>
    public override void Validate(EnvironmentSpec spec)
    {
        base.Validate(spec);
        OptionChecks.AtLeast(1, Steps, nameof(Steps), "step");
        OptionChecks.AtLeast(1, Epochs, nameof(Epochs), "epoch");
        OptionChecks.AtLeast(1, BatchSize, nameof(BatchSize), "step");
        OptionChecks.Within(0, 1, Discount, nameof(Discount));
        OptionChecks.Within(0, 1, Lambda, nameof(Lambda));
        OptionChecks.Within(0, 1, ValueLambda ?? 0, nameof(ValueLambda));
        OptionChecks.AboveTo(0, 1, Clip.At(0), $"{nameof(Clip)} at update 0", "a ratio may move by it");
        OptionChecks.Within(0, 1, Clip.At(long.MaxValue), nameof(Clip), " at the end");
        OptionChecks.Positive(ValueClip, nameof(ValueClip));
        OptionChecks.Within(0, float.MaxValue, ValueWeight, nameof(ValueWeight));
        OptionChecks.Within(0, float.MaxValue, EntropyWeight, nameof(EntropyWeight));
        OptionChecks.Positive(TargetKl, nameof(TargetKl));
        OptionChecks.Positive(ClipNorm, nameof(ClipNorm));
        OptionChecks.Positive(ClipValue, nameof(ClipValue));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(PpoOptions), PrintMembers);
}
