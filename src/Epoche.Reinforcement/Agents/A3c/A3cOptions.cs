namespace Epoche;

/// <summary>
/// Everything that decides the training of an <see cref="A3cAgent"/> (Mnih et al. 2016). Each environment of the batch is a worker.
/// "Environment steps" count the steps of all workers together.
/// </summary>
public sealed record A3cOptions : AgentOptions
{
    /// <summary>
    /// Makes the network, a <see cref="GraphModel"/> from observations to two outputs: <c>policy</c>, what the
    /// <see cref="ActionHead"/> of the environment takes, and <c>value</c>, one number. Not yet built. Default:
    /// <see cref="PolicyNetwork.Create"/>, 64-64 with tanh for each.
    /// </summary>
    public Func<EnvironmentSpec, Model> Network { get; init => field = value ?? throw new ArgumentNullException(nameof(Network)); } =
        spec => PolicyNetwork.Create(spec, new());

    /// <summary>
    /// The optimizer of the shared weights, as a pattern, whose statistics all workers share; its learning rate may be a schedule over
    /// updates. Default: RMSprop with 0.0007, ρ = 0.99 and ε = 1e-5 under the root.
    /// </summary>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } =
        new RmsProp(7e-4f, decay: 0.99f, epsilon: 1e-5f);

    /// <summary>
    /// t_max: after how many steps at most a worker's gradient is applied; the end of an episode comes before. Default 5; range: at least
    /// 1.
    /// </summary>
    public int Steps { get; init; } = 5;

    /// <summary>γ, the worth of a reward one step later. Default 0.99; range 0 to 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>λ of <see cref="GeneralizedAdvantage"/>. Default 1, as published: returns of up to t_max steps; range 0 to 1.</summary>
    public float Lambda { get; init; } = 1;

    /// <summary>What half of the squared error of values counts in the objective. Default 0.5; range 0 or more.</summary>
    public float ValueWeight { get; init; } = 0.5f;

    /// <summary>β: what entropy counts, which keeps actions random. Default 0.01; range 0 or more.</summary>
    public float EntropyWeight { get; init; } = 0.01f;

    /// <summary>The largest norm of the gradient of a worker. Default 40; range above 0.</summary>
    public float? ClipNorm { get; init; } = 40;

    /// <summary>The largest magnitude of each gradient element. Default: none; range above 0.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option, its value and what was
    /// expected.</exception>
    public override void Validate(EnvironmentSpec spec)
    {
        base.Validate(spec);
        OptionChecks.AtLeast(1, Steps, nameof(Steps), "step");
        OptionChecks.Within(0, 1, Discount, nameof(Discount));
        OptionChecks.Within(0, 1, Lambda, nameof(Lambda));
        OptionChecks.Within(0, float.MaxValue, ValueWeight, nameof(ValueWeight));
        OptionChecks.Within(0, float.MaxValue, EntropyWeight, nameof(EntropyWeight));
        OptionChecks.Positive(ClipNorm, nameof(ClipNorm));
        OptionChecks.Positive(ClipValue, nameof(ClipValue));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(A3cOptions), PrintMembers);
}
