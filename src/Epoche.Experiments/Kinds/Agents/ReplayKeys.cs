namespace Epoche.Experiments;

/// <summary>Reads the section <c>replay</c>.</summary>
internal static class ReplayKeys
{
    /// <summary>Reads it; every key has a default.</summary>
    /// <param name="map">The section.</param>
    /// <param name="environments">How many environments share the memory.</param>
    public static ReplayOptions Read(ConfigMap map, int environments)
    {
        ReplayOptions defaults = new();
        int nStep = map.Int("n_step", defaults.NStep, Bounds.Between(1, 100));
        return new ReplayOptions
        {
            NStep = nStep,
            // What the buffer needs at least: an n-step transition and its two ends in every environment's ring.
            Capacity = map.Int("capacity", defaults.Capacity, Bounds.Between((nStep + 2) * environments, 100_000_000)),
            Priorities = map.OptionalMap("priorities") is { } priorities ? ReadPriorities(priorities) : null,
        };
    }

    /// <summary>Reads the section <c>priorities</c>; every key has a default.</summary>
    public static PriorityOptions ReadPriorities(ConfigMap map)
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
}
