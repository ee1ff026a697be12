namespace Epoche.Experiments;

/// <summary>Reads the keys by which a recipe chooses variants of deep Q-learning.</summary>
internal static class DqnVariantKeys
{
    /// <summary>A number, or a line from <c>start</c> to <c>end</c> within <c>steps</c>.</summary>
    public static Schedule Line(ConfigNode node, Bounds bounds, string steps = "steps") => node is ConfigMap map
        ? Schedule.Linear(
            map.RequiredFloat("start", bounds), map.RequiredFloat("end", bounds), map.Required(steps).AsLong(Bounds.AtLeast(1)))
        : Schedule.Constant(node.AsFloat(bounds));

    /// <summary>The section <c>replay.priorities</c>.</summary>
    public static PriorityOptions Priorities(ConfigMap map)
    {
        PriorityOptions defaults = new();
        return new()
        {
            Exponent = map.Float("exponent", (float)defaults.Exponent, Bounds.Unit),
            Importance = map.TryGet("importance", out ConfigNode? importance)
                ? Line(importance, Bounds.Unit, "updates")
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
