namespace Epoche.Experiments;

/// <summary>Reads the keys by which a recipe chooses variants of deep Q-learning.</summary>
internal static class DqnVariantKeys
{
    /// <summary>The section <c>replay.priorities</c>.</summary>
    public static PriorityOptions Priorities(ConfigMap map)
    {
        PriorityOptions defaults = new();
        return new()
        {
            Exponent = map.Float("exponent", (float)defaults.Exponent, Bounds.Unit),
            Importance = map.TryGet("importance", out ConfigNode? importance)
                ? AgentKeys.ReadLine(importance, Bounds.Unit, "updates")
                : defaults.Importance,
            Scale = Enum.Parse<ImportanceScale>(ChoiceReader.Read(map, "scale", "batch", ["batch", "memory"]), ignoreCase: true),
            Floor = map.Float("floor", (float)defaults.Floor, Bounds.Positive),
        };
    }

    /// <summary>The section <c>munchausen</c>.</summary>
    public static MunchausenOptions Munchausen(ConfigMap map)
    {
        MunchausenOptions defaults = new();
        return new()
        {
            Temperature = map.Float("temperature", defaults.Temperature, Bounds.Positive),
            Share = map.Float("share", defaults.Share, Bounds.Unit),
            Floor = map.Float("floor", defaults.Floor, new Bounds { High = 0, ExcludesHigh = true }),
        };
    }
}
