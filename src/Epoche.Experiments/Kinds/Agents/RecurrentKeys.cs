namespace Epoche.Experiments;

/// <summary>Reads the section <c>network.memory</c>.</summary>
internal static class RecurrentKeys
{
    /// <summary>Reads it; every key has a default.</summary>
    public static RecurrentOptions Read(ConfigMap map)
    {
        RecurrentOptions defaults = new();
        return new()
        {
            Cell = ChoiceReader.Read(map, "cell", "lstm", ["lstm", "gru"]) == "gru" ? RecurrentCell.Gru : RecurrentCell.Lstm,
            Units = map.Int("units", defaults.Units, Bounds.Between(1, 1 << 16)),
        };
    }
}
