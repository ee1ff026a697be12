namespace Epoche;

/// <summary>How <see cref="GradientCheck"/> compares.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>
    /// The largest <see cref="CheckedGradient.Error"/> that passes, in (0, 1). Losses are computed in float32; what is wrong in a gradient
    /// usually shows as 0.1 and more. Default 0.01.
    /// </summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>How many numbers of each parameter are moved, drawn by <see cref="Seed"/>; all where there are fewer. Default 50.</summary>
    public int Elements { get; init; } = 50;

    /// <summary>Decides which numbers are moved, and what layers such as dropout draw: the same in every evaluation.</summary>
    public ulong Seed { get; init; }

    internal void Validate()
    {
        CountChecks.AtLeast(1, Elements);
        if (!(Tolerance > 0 && Tolerance < 1))
        {
            throw new ArgumentException($"The tolerance lies between 0 and 1; received {Tolerance}.", nameof(Tolerance));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(GradientCheckOptions), PrintMembers);
}
