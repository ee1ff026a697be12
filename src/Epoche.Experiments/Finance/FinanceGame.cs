namespace Epoche.Experiments;

/// <summary>How an environment that is about wealth is read: which numbers beside a step mean what.</summary>
internal sealed record FinanceGame
{
    private const int MostPoints = 64; // of a curve over time

    /// <summary>The place of wealth among the numbers beside a step.</summary>
    public required int Wealth { get; init; }

    /// <summary>By what wealth is multiplied to be shown.</summary>
    public required double Scale { get; init; }

    /// <summary>What it is then counted in.</summary>
    public required string Unit { get; init; }

    /// <summary>At which final wealth, as it is shown, an episode counts as ruin, and in words.</summary>
    public required (double Wealth, string Words) Ruin { get; init; }

    /// <summary>What counts as at least so much in a certainty equivalent, which knows no wealth of 0.</summary>
    public double Floor { get; init; } = 1e-3;

    /// <summary>What each step divides: names, and places among the numbers; a negative place is that of an action, ~place.</summary>
    public required IReadOnlyList<(string Name, int Place)> Split { get; init; }

    /// <summary>What is left of 1 when the first of the split is taken; null where its numbers are amounts.</summary>
    public string? Remainder { get; init; }

    /// <summary>The place of the number that is 1 after a foreclosure; null where there is none.</summary>
    public int? Foreclosed { get; init; }

    /// <summary>The parts of wealth in an observation, each the sum of some numbers less others, for a life that is drawn.</summary>
    public IReadOnlyList<(string Name, int Plus, int? Minus)> Parts { get; init; } = [];

    /// <summary>The share that a formula gives; null where there is none.</summary>
    public double? OptimalShare { get; init; }

    /// <summary>γ of the utility that the environment pays; null where it pays wealth.</summary>
    public double? RiskAversion { get; init; }

    public required int Steps { get; init; }

    /// <summary>What time is called, where it begins, and how much of it a step is.</summary>
    public required (string Name, double First, double Step) Time { get; init; }

    /// <summary>Steps from one point of a curve to the next.</summary>
    public int Stride => Math.Max(1, (Steps + MostPoints - 1) / MostPoints);

    public int Points => (Steps + Stride - 1) / Stride;

    /// <summary>The time at the end of a point's steps.</summary>
    public double TimeOf(int point) => Time.First + (Time.Step * Math.Min(Steps, (point + 1) * Stride));

    /// <summary>How an environment is read; null where it is not about wealth.</summary>
    public static FinanceGame? Of(EnvironmentEntry environment)
    {
        EnvironmentSpec spec = environment.Spec;
        return environment.Create() switch
        {
            LifeFinance => OfLife(spec),
            Merton => OfMerton(spec, new()),
            Market => OfMarket(spec),
            _ => null,
        };
    }

    private static FinanceGame OfLife(EnvironmentSpec spec) => new()
    {
        Wealth = spec.Information.IndexOf("net worth"),
        Scale = 1e-6,
        Unit = "M$",
        Ruin = (0, "a net worth of 0 or less in the end"),
        Split =
        [
            .. ((string[])["living costs", "home payment", "tax-advantaged deposit", "taxable deposit", "luxury", "tax"])
                .Select(name => (name, spec.Information.IndexOf(name))),
        ],
        Foreclosed = spec.Information.IndexOf("foreclosed"),
        Parts = [("taxable account", 6, null), ("tax-advantaged account", 5, null), ("home less loan", 2, 3)],
        Steps = LifeFinance.Months,
        Time = ("age in years", 18, 1.0 / 12),
    };

    private static FinanceGame OfMerton(EnvironmentSpec spec, MertonOptions options) => new()
    {
        Wealth = spec.Information.IndexOf("wealth"),
        Scale = 1,
        Unit = "× the first wealth",
        Ruin = (0.5, "half of the first wealth or less in the end"),
        Split = [("risky asset", ~0)],
        Remainder = "safe asset",
        OptimalShare = options.OptimalShare,
        RiskAversion = options.RiskAversion,
        Steps = spec.TimeLimit!.Value,
        Time = ("age in years", 25, 1.0 / options.StepsPerYear),
    };

    private static FinanceGame OfMarket(EnvironmentSpec spec) => new()
    {
        Wealth = spec.Information.IndexOf("wealth"),
        Scale = 1,
        Unit = "× the first wealth",
        Ruin = (0.5, "half of the first wealth or less in the end"),
        Split = [("held", ~0)],
        Remainder = "cash",
        Steps = spec.TimeLimit!.Value,
        Time = ("bars", 0, 1),
    };
}
