namespace Epoche;

/// <summary>Swings a pendulum higher and higher: it always pushes the way the pendulum moves.</summary>
public sealed class EnergyPump : IPolicy
{
    /// <summary>It as the player of a pendulum to look at, no measure for agents; null for any other environment.</summary>
    /// <param name="entry">The environment.</param>
    public static ScriptedPlayer? For(EnvironmentEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Name.Equals("Pendulum-v1", StringComparison.Ordinal) ? new(Frames: 1, _ => new EnergyPump()) : null;
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<int> lanes, PolicyActions actions)
    {
        if (observations.Length < 3 * actions.Values.Length)
        {
            throw new ArgumentException(
                $"expected 3 numbers for each of {actions.Values.Length} pendulums, received {observations.Length}", nameof(observations));
        }

        for (int i = 0; i < actions.Values.Length; i++)
        {
            actions.Values[i] = observations[(i * 3) + 2] < 0 ? -2 : 2;
        }
    }
}
