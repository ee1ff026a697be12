using System.Globalization;

namespace Epoche.Simulation;

/// <summary>What is fixed for a game: its name, its channels and how they look, and which actions do something.</summary>
/// <param name="Title">As in the public name, <c>Breakout</c>.</param>
/// <param name="Actions">The six actions that do something in it.</param>
/// <param name="TimeLimit">After how many frames an episode is truncated.</param>
/// <param name="Looks">A channel each; later ones are drawn over earlier ones.</param>
internal sealed record MinAtarRules(string Title, int[] Actions, int TimeLimit, MinAtarLook[] Looks)
{
    /// <summary>How long an episode lasts at most where the game itself sets no end: a good player would never stop.</summary>
    public const int LongestEpisode = 10_000;

    private static readonly int[] s_all = [.. Enumerable.Range(0, MinAtarActions.Names.Count)];

    public int Channels => Looks.Length;

    /// <summary>The actions that an index stands for.</summary>
    public int[] ActionsOf(MinAtarOptions options) => options.AllActions ? s_all : Actions;

    public EnvironmentSpec Spec(MinAtarOptions options)
    {
        string sticky = options.StickyProbability == new MinAtarOptions().StickyProbability
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", sticky {options.StickyProbability}");
        return new()
        {
            Name = $"MinAtar-{Title}-{(options.AllActions ? "v0" : "v1")}{sticky}{(options.Ramping ? "" : ", no ramping")}",
            Observation = [MinAtarBoard.Size, MinAtarBoard.Size, Channels],
            PixelSteps = 1,
            Actions = ActionSpec.Discrete(ActionsOf(options).Length),
            TimeLimit = TimeLimit,
        };
    }
}

/// <summary>How the cells of a channel are drawn.</summary>
/// <param name="Colour">Their colour.</param>
/// <param name="Inset">The share of a cell that stays free at every side; negative for a disc.</param>
internal readonly record struct MinAtarLook(Rgba Colour, float Inset = 0.08f)
{
    /// <summary>Marks a disc instead of a square.</summary>
    public const float Disc = -1;
}
