namespace Epoche;

/// <summary>
/// How an Atari game is shown to an agent and scored: the settings of Mnih et al. (2015), which published figures are made with.
/// </summary>
public sealed record AtariOptions
{
    /// <summary>
    /// How many frames of the game an action lasts; what is shown is the maximum of the last two, as sprites flicker. Default 4; range 2 to
    /// 255.
    /// </summary>
    public int FrameSkip { get; init; } = 4;

    /// <summary>
    /// A game begins with 1 to so many frames without an action, drawn for each game, so that no two begin alike. Default 30; range 0 to
    /// 255; 0 for none.
    /// </summary>
    public int NoOpFrames { get; init; } = 30;

    /// <summary>
    /// Whether games that wait for the fire button get it after each reset and each lost life: the actions 1 and 2. Default true.
    /// </summary>
    public bool Fires { get; init; } = true;

    /// <summary>
    /// Whether an episode ends for the agent with a life, while the game goes on. Only where it learns: an evaluation plays whole games.
    /// Default true.
    /// </summary>
    public bool EndsWithLife { get; init; } = true;

    /// <summary>
    /// Whether a reward is −1, 0 or 1 by its sign. Only where the agent learns: an evaluation counts the game's points. Default true.
    /// </summary>
    public bool ClipsRewards { get; init; } = true;

    /// <summary>
    /// The side of the square picture of greys, into which the screen is shrunk by the mean over areas, in pixels. Default 84; range 21 to
    /// 160.
    /// </summary>
    public int Size { get; init; } = 84;

    /// <summary>
    /// After how many actions a game is truncated. Default 27,000, which are half an hour at four frames each; at least 1.
    /// </summary>
    public int TimeLimit { get; init; } = 27_000;

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="ArgumentException">One is; the message says which, and what was expected.</exception>
    public void Validate()
    {
        OptionChecks.Within(2, byte.MaxValue, FrameSkip, nameof(FrameSkip));
        OptionChecks.Within(0, byte.MaxValue, NoOpFrames, nameof(NoOpFrames));
        OptionChecks.Within(21, 160, Size, nameof(Size));
        OptionChecks.AtLeast(1, TimeLimit, nameof(TimeLimit), "action");
    }
}
