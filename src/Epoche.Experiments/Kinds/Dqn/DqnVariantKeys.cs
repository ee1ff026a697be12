namespace Epoche.Experiments;

/// <summary>Reads the keys by which a recipe chooses variants of deep Q-learning.</summary>
internal static class DqnVariantKeys
{
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
