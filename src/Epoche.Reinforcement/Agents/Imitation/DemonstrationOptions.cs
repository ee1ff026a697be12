namespace Epoche;

/// <summary>How a player is recorded.</summary>
public sealed record DemonstrationOptions
{
    /// <summary>
    /// Every n-th step is recorded, on average and by chance. 1: every step. More spreads the pairs over more episodes: two steps in a row
    /// are nearly the same pair. Default 1; range: at least 1.
    /// </summary>
    public int Every { get; init; } = 1;

    /// <summary>
    /// The share of steps in which a random action is taken instead of the player's, so that states are seen from which the player has to
    /// recover. Recorded is always the player's own answer. Default 0; range 0 to 1.
    /// </summary>
    public float Noise { get; init; }

    /// <summary>Which episodes are played, and what is drawn in them. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Validate()
    {
        OptionChecks.AtLeast(1, Every, nameof(Every), "step");
        OptionChecks.Within(0, 1, Noise, nameof(Noise));
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(DemonstrationOptions), PrintMembers);
}
