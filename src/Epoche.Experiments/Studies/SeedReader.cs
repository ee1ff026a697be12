namespace Epoche.Experiments;

/// <summary>Reads seeds: how many (<c>3</c>), a range (<c>0..2</c>) or a list (<c>[0, 1, 5]</c>).</summary>
internal static class SeedReader
{
    private const int Most = 1_000;

    /// <param name="map">The study.</param>
    /// <param name="key">The key.</param>
    /// <param name="count">How many there are by default.</param>
    /// <param name="first">The first, where they are counted.</param>
    /// <param name="least">How many there have to be.</param>
    /// <exception cref="ConfigurationException">They are no seeds, or one stands there twice.</exception>
    public static ulong[] Read(ConfigMap map, string key, int count, ulong first, int least)
    {
        if (!map.TryGet(key, out ConfigNode? node))
        {
            return From(first, map.Int(key, count));
        }

        if (node is ConfigScalar { Text: var text } && !text.Contains("..", StringComparison.Ordinal))
        {
            return From(first, node.AsInt(Bounds.Between(least, Most)));
        }

        ulong[] seeds = node is ConfigScalar ? Range(node) : [.. node.AsList().Select(seed => seed.AsULong())];
        return seeds.Length < least || seeds.Length > Most || seeds.Distinct().Count() < seeds.Length
            ? throw node.Error($"must be {least} to {Most} seeds, each once; received {RecipeParameters.Text(node)}")
            : seeds;
    }

    private static ulong[] Range(ConfigNode node)
    {
        (long low, long high) = RangeReader.Whole(node);
        RangeReader.Require(node, low, high, log: false);
        return low >= 0 && high - low < Most ? From((ulong)low, (int)(high - low) + 1)
            : throw node.Error($"must be a range of at most {Most} seeds from 0 on; received {RecipeParameters.Text(node)}");
    }

    private static ulong[] From(ulong first, int count) => [.. Enumerable.Range(0, count).Select(i => first + (ulong)i)];
}
