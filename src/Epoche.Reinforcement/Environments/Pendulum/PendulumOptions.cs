namespace Epoche;

/// <summary>
/// The constants of Pendulum. The defaults are those of Pendulum-v1; with any other the environment calls itself <c>Pendulum-custom</c>.
/// </summary>
public sealed record PendulumOptions
{
    /// <summary>Gravity in m/s². Default 10, not below 0.</summary>
    public double Gravity { get; init; } = 10.0;

    /// <summary>Mass in kg. Default 1, above 0.</summary>
    public double Mass { get; init; } = 1.0;

    /// <summary>Length in m. Default 1, above 0.</summary>
    public double Length { get; init; } = 1.0;

    /// <summary>Simulated time of one step in s. Default 0.05, above 0.</summary>
    public double TimeStep { get; init; } = 0.05;

    /// <summary>The largest torque in N·m; actions beyond it are clipped. Default 2, above 0.</summary>
    public double MaxTorque { get; init; } = 2.0;

    /// <summary>The largest speed in rad/s; the speed is clipped to it. Default 8, above 0.</summary>
    public double MaxSpeed { get; init; } = 8.0;

    /// <summary>
    /// The number of steps after which an episode is truncated; nothing else ends one. Default 200, above 0 and at most 1,000,000.
    /// </summary>
    public int TimeLimit { get; init; } = 200;

    internal EnvironmentSpec Spec() => new()
    {
        Name = this == new PendulumOptions() ? "Pendulum-v1" : "Pendulum-custom",
        Observation = [3],
        Actions = ActionSpec.Continuous(-(float)MaxTorque, (float)MaxTorque, clips: true),
        TimeLimit = TimeLimit,
    };

    internal PendulumOptions Checked()
    {
        Above(nameof(Mass), Mass);
        Above(nameof(Length), Length);
        Above(nameof(TimeStep), TimeStep);
        Above(nameof(MaxTorque), MaxTorque);
        Above(nameof(MaxSpeed), MaxSpeed);
        if (!(Gravity >= 0 && Gravity <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(Gravity), $"Pendulum: Gravity must not be below 0; received {Gravity}.");
        }

        return TimeLimit is > 0 and <= 1_000_000
            ? this
            : throw new ArgumentOutOfRangeException(
                nameof(TimeLimit), $"Pendulum: TimeLimit must be from 1 to 1,000,000; received {TimeLimit}.");
    }

    private static void Above(string name, double value)
    {
        if (!(value > 0 && value <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(name, $"Pendulum: {name} must be above 0; received {value}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(PendulumOptions), PrintMembers);
}
