namespace Epoche.Experiments;

/// <summary>What ends trials early, and when they report to it.</summary>
/// <param name="Pruner">What decides.</param>
/// <param name="First">The first step at which trials report; 0: they report after each seed.</param>
/// <param name="Factor">From one report to the next, where their steps grow; 0: reports are equally far apart.</param>
/// <param name="End">The step that stands for the end of a training; null where the end is not reported.</param>
internal sealed record StudyPruning(Pruner Pruner, int First = 0, int Factor = 0, int? End = null)
{
    private const int Largest = int.MaxValue / 2;

    private static readonly string[] s_kinds = ["none", "wilcoxon", "median", "percentile", "halving", "hyperband", "asha"];

    /// <summary>Whether the index of a seed is the step of a report, and its value that of the seed alone.</summary>
    public bool IsOverSeeds => First == 0;

    /// <summary>The step of the report behind one; −1: behind none.</summary>
    /// <returns>Null where there is no other.</returns>
    public int? Next(int step)
    {
        long next = step < First ? First : Factor == 0 ? (long)step + First : (long)step * Factor;
        return next < (End ?? Largest) ? (int)next : null;
    }

    /// <summary>Reads a <c>pruner</c>: its name, or a map with <c>kind</c> and settings.</summary>
    /// <exception cref="ConfigurationException">There is no such pruner, or a setting is missing or out of range.</exception>
    public static StudyPruning Read(ConfigNode node)
    {
        ConfigMap? map = node as ConfigMap;
        string kind = map?.RequiredChoice("kind", s_kinds) ?? node.AsChoice(s_kinds);
        return kind switch
        {
            "none" => new(new NoPruner()),
            "wilcoxon" => new(new WilcoxonPruner
            {
                Threshold = map?.Double("threshold", 0.1, Bounds.Unit) ?? 0.1,
                StartupSteps = map?.Int("startup_seeds", 2, Bounds.AtLeast(0)) ?? 2,
            }),
            _ when map is null => throw node.Error(
                $"compares trials at steps of their trainings, and needs to know which: write {Example(kind)}"),
            "median" => Percentile(map, 50),
            "percentile" => Percentile(map, map.RequiredFloat("percentile", Bounds.Above(0) with { High = 100 })),
            _ => Rungs(kind, map),
        };
    }

    private static StudyPruning Percentile(ConfigMap map, double percentile)
    {
        int every = map.RequiredInt("every", Bounds.AtLeast(1));
        return new(
            new PercentilePruner(percentile)
            {
                StartupTrials = map.Int("startup", 5, Bounds.AtLeast(0)),
                WarmUpSteps = map.Int("warm_up", 0, Bounds.AtLeast(0)),
            },
            every);
    }

    private static StudyPruning Rungs(string kind, ConfigMap map)
    {
        int min = map.RequiredInt("min", Bounds.AtLeast(1)), reduction = map.Int("reduction", 3, Bounds.AtLeast(2));
        if (kind == "halving")
        {
            return new(new SuccessiveHalvingPruner { MinResource = min, Reduction = reduction }, min, reduction);
        }

        int max = map.RequiredInt("max", Bounds.AtLeast(1));
        if (max <= min)
        {
            throw map.Required("max").Error($"must be above 'min', which is {min}; received {max}");
        }

        return new(
            kind == "asha"
                ? new AshaPruner { MinResource = min, MaxResource = max, Reduction = reduction }
                : new HyperbandPruner { MinResource = min, MaxResource = max, Reduction = reduction },
            min, reduction, max);
    }

    private static string Example(string kind) => kind switch
    {
        "median" => "{kind: median, every: 5_000}",
        "percentile" => "{kind: percentile, percentile: 25, every: 5_000}",
        "halving" => "{kind: halving, min: 5_000, reduction: 3}",
        _ => $"{{kind: {kind}, min: 5_000, max: 45_000, reduction: 3}}",
    };
}
