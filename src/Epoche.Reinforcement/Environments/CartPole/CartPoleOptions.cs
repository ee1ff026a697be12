using Epoche.Simulation;

namespace Epoche;

/// <summary>
/// The constants of CartPole. The defaults are those of CartPole-v1; with any other the environment calls itself <c>CartPole-custom</c>.
/// </summary>
public sealed record CartPoleOptions
{
    /// <summary>The constants of CartPole-v1 (the defaults): 500 steps, solved at 475.</summary>
    public static CartPoleOptions V1 { get; } = new();

    /// <summary>The constants of CartPole-v0: 200 steps, solved at 195.</summary>
    public static CartPoleOptions V0 { get; } = new() { TimeLimit = 200, SolvedAt = 195 };

    /// <summary>
    /// CartPole-v1 from first states half again as far out, under its own name: a harder test of the same skill, for confirming a policy.
    /// </summary>
    public static CartPoleOptions Wide { get; } = new() { StartRange = 0.075 };

    /// <summary>Gravity in m/s². Default 9.8, above 0.</summary>
    public double Gravity { get; init; } = 9.8;

    /// <summary>Mass of the cart in kg. Default 1, above 0.</summary>
    public double CartMass { get; init; } = 1.0;

    /// <summary>Mass of the pole in kg. Default 0.1, above 0.</summary>
    public double PoleMass { get; init; } = 0.1;

    /// <summary>Half of the pole's length in m. Default 0.5, above 0.</summary>
    public double HalfLength { get; init; } = 0.5;

    /// <summary>The force that an action pushes the cart with, in N. Default 10, above 0.</summary>
    public double Force { get; init; } = 10.0;

    /// <summary>Simulated time of one step in s. Default 0.02, above 0.</summary>
    public double TimeStep { get; init; } = 0.02;

    /// <summary>The distance of the cart from the middle, in m, beyond which the episode terminates. Default 2.4, above 0.</summary>
    public double PositionLimit { get; init; } = 2.4;

    /// <summary>The angle of the pole in radians beyond which the episode terminates. Default 12°, above 0 and at most 0.4.</summary>
    public double AngleLimit { get; init; } = 12 * 2 * Math.PI / 360;

    /// <summary>
    /// Each of the four numbers of a first state is uniform in ± this. Default 0.05, above 0 and at most <see cref="AngleLimit"/>.
    /// </summary>
    public double StartRange { get; init; } = 0.05;

    /// <summary>The number of steps after which an episode is truncated; null for never. Default 500, up to 2²⁴.</summary>
    public int? TimeLimit { get; init; } = 500;

    /// <summary>
    /// The mean return over 100 episodes from which the task counts as solved. Default 475, which belongs to the limit of 500: with another
    /// limit, state another return, or it is unknown.
    /// </summary>
    public double? SolvedAt { get; init; } = 475;

    internal EnvironmentSpec Spec() => new()
    {
        Name = this == V1 ? "CartPole-v1" : this == V0 ? "CartPole-v0" : this == Wide ? "CartPole-wide" : "CartPole-custom",
        Observation = [4],
        Actions = ActionSpec.Discrete(2),
        TimeLimit = TimeLimit,
        SolvedAt = TimeLimit == V1.TimeLimit || SolvedAt != V1.SolvedAt ? SolvedAt : null,
        BestReturn = TimeLimit,
    };

    internal CartPoleOptions Checked()
    {
        Positive(nameof(Gravity), Gravity);
        Positive(nameof(CartMass), CartMass);
        Positive(nameof(PoleMass), PoleMass);
        Positive(nameof(HalfLength), HalfLength);
        Positive(nameof(Force), Force);
        Positive(nameof(TimeStep), TimeStep);
        Positive(nameof(PositionLimit), PositionLimit);
        Within(nameof(AngleLimit), AngleLimit, 0.4);
        Within(nameof(StartRange), StartRange, AngleLimit);
        if (TimeLimit is not null)
        {
            Within(nameof(TimeLimit), TimeLimit.Value, 1 << 24);
        }

        return this;
    }

    private static void Positive(string name, double value) => Within(name, value, double.MaxValue);

    private static void Within(string name, double value, double max)
    {
        if (!(value > 0 && value <= max))
        {
            string upper = max == double.MaxValue ? "" : FormattableString.Invariant($" and at most {max}");
            throw new ArgumentOutOfRangeException(name, $"CartPole: {name} must be above 0{upper}; received {value}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(CartPoleOptions), PrintMembers);
}
