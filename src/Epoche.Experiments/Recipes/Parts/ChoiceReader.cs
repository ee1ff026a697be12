namespace Epoche.Experiments;

/// <summary>Reads one of several names with a default.</summary>
internal static class ChoiceReader
{
    public static string Read(ConfigMap map, string key, string fallback, IReadOnlyCollection<string> known) =>
        map.TryGet(key, out ConfigNode? node) ? node.AsChoice(known) : map.String(key, fallback);
}
