namespace Epoche;

/// <summary>What REINFORCE compares returns with.</summary>
public enum ReinforceBaseline
{
    /// <summary>What the network says the observation is worth.</summary>
    Value,

    /// <summary>The running mean of returns, the same for every observation: a tenth of it is replaced with each update.</summary>
    Mean,
}

/// <summary>
/// Everything that decides the training of a <see cref="ReinforceAgent"/> (Williams 1992). "Environment steps" count the steps of all
/// environments of a batch together.
/// </summary>
public sealed record ReinforceOptions : AgentOptions
{
    /// <summary>
    /// Makes the network, a <see cref="GraphModel"/> from observations to two outputs: <c>policy</c>, what the
    /// <see cref="ActionHead"/> of the environment takes, and <c>value</c>, one number. Not yet built. Default:
    /// <see cref="PolicyNetwork.Create"/>, 64-64 with tanh for each.
    /// </summary>
    public Func<EnvironmentSpec, Model> Network { get; init => field = value ?? throw new ArgumentNullException(nameof(Network)); } =
        spec => PolicyNetwork.Create(spec, new());

    /// <summary>The optimizer, as a pattern; its learning rate may be a schedule over updates. Default: Adam with 0.003.</summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam(3e-3f);

    /// <summary>Whole episodes of each environment that an update learns from. Default 8; range: at least 1.</summary>
    public int Episodes { get; init; } = 8;

    /// <summary>γ, the worth of a reward one step later. Default 0.99; range 0 to 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>What returns are compared with. Default: the network's value.</summary>
    public ReinforceBaseline Baseline { get; init; } = ReinforceBaseline.Value;

    /// <summary>Whether advantages of an update are shifted and scaled to the mean 0 and the deviation 1. Default true.</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>What the squared error of values counts in the objective. Default 0.5; range 0 or more.</summary>
    public float ValueWeight { get; init; } = 0.5f;

    /// <summary>What entropy counts, which keeps actions random. Default 0; range 0 or more.</summary>
    public float EntropyWeight { get; init; }

    /// <summary>The largest norm of the whole gradient. Default: none; range above 0.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>The largest magnitude of each gradient element. Default: none; range above 0.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option, its value and what was
    /// expected.</exception>
    public override void Validate(EnvironmentSpec spec)
    {
        base.Validate(spec);
        OptionChecks.AtLeast(1, Episodes, nameof(Episodes), "episode");
        OptionChecks.Within(0, 1, Discount, nameof(Discount));
        if (!Enum.IsDefined(Baseline))
        {
            throw new ArgumentException($"Baseline is {Baseline}; expected {string.Join(" or ", Enum.GetNames<ReinforceBaseline>())}.");
        }

        OptionChecks.Within(0, float.MaxValue, ValueWeight, nameof(ValueWeight));
        OptionChecks.Within(0, float.MaxValue, EntropyWeight, nameof(EntropyWeight));
        OptionChecks.Positive(ClipNorm, nameof(ClipNorm));
        OptionChecks.Positive(ClipValue, nameof(ClipValue));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ReinforceOptions), PrintMembers);
}
