namespace Epoche;

/// <summary>
/// What may differ between variants of a game of <see cref="MinAtar"/>. The defaults are those of the public name that ends in
/// <c>-v1</c>, with <see cref="AllActions"/> those of <c>-v0</c>; with any other the environment adds to its name what differs.
/// </summary>
public sealed record MinAtarOptions
{
    /// <summary>
    /// The probability with which the action executed last is repeated instead of the one given (Machado et al. 2018). Default 0.1; range 0
    /// to 1.
    /// </summary>
    public double StickyProbability { get; init; } = 0.1;

    /// <summary>
    /// Whether a game becomes harder the longer it lasts: Asterix with time, Space Invaders with every wave, Seaquest with every surfacing;
    /// the other two never do. Default true.
    /// </summary>
    public bool Ramping { get; init; } = true;

    /// <summary>
    /// Whether all six actions can be given (none, left, up, right, down, fire), and not only those that do something in the game. Default
    /// false.
    /// </summary>
    public bool AllActions { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate() => OptionChecks.Within(0, 1, (float)StickyProbability, nameof(StickyProbability));

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(MinAtarOptions), PrintMembers);
}
