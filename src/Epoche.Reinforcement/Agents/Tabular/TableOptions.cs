namespace Epoche;

/// <summary>Everything that decides the training of a <see cref="TableAgent"/>. The defaults are plain Q-learning.</summary>
public sealed record TableOptions : AgentOptions
{
    /// <summary>What values are moved towards. Default: Q-learning.</summary>
    public TableMethod Method { get; init; } = TableMethod.QLearning;

    /// <summary>γ, the worth of a reward one step later. Default 0.99; range 0 to 1.</summary>
    public float Discount { get; init; } = 0.99f;

    /// <summary>
    /// α, how far an update moves a value. With tiles each of the rows that make up the value moves by so much of the error: the usual α
    /// divided by the number of tilings. Default 0.1.
    /// </summary>
    public StepSize StepSize { get; init => field = value ?? throw new ArgumentNullException(nameof(StepSize)); } = 0.1f;

    /// <summary>
    /// λ, how much of an error reaches the step before, and that before it: 0 for one step alone. Default 0; range 0 to 1.
    /// </summary>
    public float Lambda { get; init; }

    /// <summary>How a visit marks its trace, where <see cref="Lambda"/> is above 0. Default: replacing.</summary>
    public TraceKind Traces { get; init; } = TraceKind.Replacing;

    /// <summary>The probability of a random action, over environment steps. Default 0.1; range 0 to 1.</summary>
    public Schedule Epsilon { get; init => field = value ?? throw new ArgumentNullException(nameof(Epsilon)); } = Schedule.Constant(0.1f);

    /// <summary>
    /// The value of everything that was never tried: above what can be reached, it makes the agent try everything. Default 0.
    /// </summary>
    public float InitialValue { get; init; }

    /// <summary>Cuts observations of real numbers into cells. Default: none, for observations that are one of n values.</summary>
    public TileOptions? Tiles { get; init; }

    /// <summary>Checks the ranges, and that the options neither contradict each other nor the environment.</summary>
    /// <param name="spec">The environment to be trained on.</param>
    /// <exception cref="ArgumentException">They do; the message names the option, its value and what was expected.</exception>
    public override void Validate(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        base.Validate(spec);
        if (!spec.Actions.IsDiscrete)
        {
            throw new ArgumentException($"A table has a value for each discrete action; {spec.Name} has {spec.Actions}.", nameof(spec));
        }

        if (NormalizeObservations)
        {
            throw new ArgumentException(
                "NormalizeObservations is set, but a table looks states up: there is nothing to normalize. Set it to false.",
                nameof(NormalizeObservations));
        }

        OptionChecks.Within(0, 1, Discount, nameof(Discount));
        OptionChecks.Within(0, 1, Lambda, nameof(Lambda));
        OptionChecks.Within(0, 1, Epsilon.At(0), nameof(Epsilon), " at step 0");
        OptionChecks.Within(0, 1, Epsilon.At(long.MaxValue), nameof(Epsilon), " at the end");
        OptionChecks.Within(float.MinValue, float.MaxValue, InitialValue, nameof(InitialValue));
        string meaning = StepSize.CountsVisits ? "the power of the number of updates" : "by 0 nothing is learned";
        OptionChecks.AboveTo(0, 1, StepSize.Value, nameof(StepSize), meaning);
        ValidateTraces();
        ValidateObservations(spec);
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(TableOptions), PrintMembers);

    private void ValidateTraces()
    {
        if (!Enum.IsDefined(Method) || !Enum.IsDefined(Traces))
        {
            throw new ArgumentException($"Method is {Method} and Traces is {Traces}; expected values that have a name.", nameof(Method));
        }

        if (Lambda > 0 && Method == TableMethod.DoubleQLearning)
        {
            throw new ArgumentException(
                "Lambda is above 0, but double Q-learning has no traces: they are those of one table. Set Lambda to 0, or choose another "
                + "Method.",
                nameof(Lambda));
        }

        if (Lambda > 0 && Method == TableMethod.ExpectedSarsa && Traces == TraceKind.Dutch)
        {
            throw new ArgumentException(
                "Dutch traces are for the value of one next action, that of Sarsa or the greedy one; expected Sarsa takes a mean. Choose "
                + "replacing or accumulating ones.",
                nameof(Traces));
        }
    }

    private void ValidateObservations(EnvironmentSpec spec)
    {
        bool isIndex = TableRows.IsIndex(spec), isOneHot = TableRows.IsOneHot(spec);
        if (Tiles is null && !isIndex && !isOneHot)
        {
            throw new ArgumentException(
                $"A table needs observations that are one of n values, by their Layout (ObservationLayout.Index or OneHot); those of "
                + $"{spec.Name} are {spec.Observation}{(spec.Layout is null ? "" : $" ({spec.Layout})")}. Set Tiles for real numbers.",
                nameof(spec));
        }

        if (Tiles is not { } tiles)
        {
            return;
        }

        if (isIndex || isOneHot)
        {
            throw new ArgumentException(
                $"Tiles cut real numbers into cells; {spec.Name} shows one of {spec.Layout![0].Values} values, which a table takes as they "
                + "are. Leave Tiles out.",
                nameof(Tiles));
        }

        if (StepSize.CountsVisits)
        {
            throw new ArgumentException(
                "StepSize counts the updates of a state and an action, but with Tiles a state is no row of its own. Choose a constant.",
                nameof(StepSize));
        }

        if (spec.Observation.Rank != 1 || tiles.Low.Count != spec.Observation[0] || tiles.High.Count != spec.Observation[0])
        {
            throw new ArgumentException(
                $"Tiles has {tiles.Low.Count} lower and {tiles.High.Count} upper bounds; {spec.Name} shows {spec.Observation}, and each of "
                + "its numbers needs one of each.",
                nameof(Tiles));
        }

        _ = tiles.Layer(spec.Actions.Count); // checks its ranges
    }
}
