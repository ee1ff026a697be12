namespace Epoche.Simulation;

/// <summary>The games of MinAtar with the actions that do something (v1), and with all six (v0).</summary>
internal static class MinAtarEntries
{
    public static IEnumerable<EnvironmentEntry> All =>
    [
        Of(MinAtarGame.Breakout, "Keep a ball in play that breaks bricks, on 10×10 cells."),
        Of(MinAtarGame.Asterix, "Collect gold between enemies, on 10×10 cells."),
        Of(MinAtarGame.Freeway, "Lead a chicken across eight lanes of traffic, on 10×10 cells."),
        Of(MinAtarGame.SpaceInvaders, "Shoot aliens before they land, on 10×10 cells."),
        Of(MinAtarGame.Seaquest, "Rescue divers with a submarine that needs air, on 10×10 cells."),
        Of(MinAtarGame.Breakout, "MinAtar-Breakout-v1 with all six actions.", allActions: true),
        Of(MinAtarGame.Asterix, "MinAtar-Asterix-v1 with all six actions.", allActions: true),
        Of(MinAtarGame.Freeway, "MinAtar-Freeway-v1 with all six actions.", allActions: true),
        Of(MinAtarGame.SpaceInvaders, "MinAtar-SpaceInvaders-v1 with all six actions.", allActions: true),
        Of(MinAtarGame.Seaquest, "MinAtar-Seaquest-v1, which has all six, under the older name.", allActions: true),
    ];

    private static EnvironmentEntry Of(MinAtarGame game, string summary, bool allActions = false)
    {
        MinAtarOptions options = new() { AllActions = allActions };
        return new(new MinAtar(game, options).Spec.Name, summary, () => new MinAtar(game, options), count =>
            MinAtar.Batch(game, count, options))
        {
            Player = game == MinAtarGame.Breakout ? new(1, spec => new BreakoutPlayer(spec)) : null,
        };
    }
}
