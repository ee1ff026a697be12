namespace Epoche;

/// <content>
/// Typed reads. <c>RequiredX</c> throws if the key is absent, <c>OptionalX</c> gives null, <c>X(key, fallback)</c> gives the fallback and
/// records it for <see cref="ToYaml"/>. A key whose value is null counts as absent. All throw <see cref="ConfigurationException"/> for a
/// value of another type or out of bounds. </content>
public sealed partial class ConfigMap
{
    /// <summary>The value of a key that must be there.</summary>
    /// <exception cref="ConfigurationException">The key is absent or null.</exception>
    public ConfigNode Required(string key)
    {
        if (TryGet(key, out ConfigNode? value))
        {
            return value;
        }

        string where = Path.Length == 0 ? "" : $" in '{Path}'";
        string suggestion =
            NearestName.Find(key, Keys.Where(k => !_asked.Contains(k))) is { } nearest ? $"; is '{nearest}' meant to be it?" : "";
        throw new ConfigurationException($"the key '{key}' is missing{where}{suggestion}", File, Line, Column, Place.At(key));
    }

    /// <summary>A whole number that must be there.</summary>
    /// <exception cref="ConfigurationException">Absent, no whole number, or out of bounds.</exception>
    public int RequiredInt(string key, Bounds bounds = default) => Required(key).AsInt(bounds);

    /// <summary>A whole number, null if absent.</summary>
    /// <exception cref="ConfigurationException">No whole number, or out of bounds.</exception>
    public int? OptionalInt(string key, Bounds bounds = default) => TryGet(key, out ConfigNode? value) ? value.AsInt(bounds) : null;

    /// <summary>A whole number with a default.</summary>
    /// <exception cref="ConfigurationException">No whole number, or out of bounds.</exception>
    public int Int(string key, int fallback, Bounds bounds = default) =>
        TryGet(key, out ConfigNode? value) ? value.AsInt(bounds) : Record(key, fallback, YamlWriter.Format(fallback));

    /// <summary>A whole number of 64 bits with a default.</summary>
    /// <exception cref="ConfigurationException">No whole number, or out of bounds.</exception>
    public long Long(string key, long fallback, Bounds bounds = default) =>
        TryGet(key, out ConfigNode? value) ? value.AsLong(bounds) : Record(key, fallback, YamlWriter.Format(fallback));

    /// <summary>A whole number from 0 to 2⁶⁴ − 1, such as a seed, with a default.</summary>
    /// <exception cref="ConfigurationException">No such number.</exception>
    public ulong ULong(string key, ulong fallback) =>
        TryGet(key, out ConfigNode? value) ? value.AsULong() : Record(key, fallback, YamlWriter.Format(fallback));

    /// <summary>A number that must be there.</summary>
    /// <exception cref="ConfigurationException">Absent, no number, or out of bounds.</exception>
    public float RequiredFloat(string key, Bounds bounds = default) => Required(key).AsFloat(bounds);

    /// <summary>A number, null if absent.</summary>
    /// <exception cref="ConfigurationException">No number, or out of bounds.</exception>
    public float? OptionalFloat(string key, Bounds bounds = default) => TryGet(key, out ConfigNode? value) ? value.AsFloat(bounds) : null;

    /// <summary>A number with a default.</summary>
    /// <exception cref="ConfigurationException">No number, or out of bounds.</exception>
    public float Float(string key, float fallback, Bounds bounds = default) =>
        TryGet(key, out ConfigNode? value) ? value.AsFloat(bounds) : Record(key, fallback, YamlWriter.Format(fallback));

    /// <summary>A number in double precision with a default.</summary>
    /// <exception cref="ConfigurationException">No number, or out of bounds.</exception>
    public double Double(string key, double fallback, Bounds bounds = default) =>
        TryGet(key, out ConfigNode? value) ? value.AsDouble(bounds) : Record(key, fallback, YamlWriter.Format(fallback));

    /// <summary><c>true</c> or <c>false</c>, must be there.</summary>
    /// <exception cref="ConfigurationException">Absent or something else.</exception>
    public bool RequiredBool(string key) => Required(key).AsBool();

    /// <summary><c>true</c> or <c>false</c> with a default.</summary>
    /// <exception cref="ConfigurationException">Something else.</exception>
    public bool Bool(string key, bool fallback) =>
        TryGet(key, out ConfigNode? value) ? value.AsBool() : Record(key, fallback, fallback ? "true" : "false");

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ConfigurationException">Absent, a map or a list.</exception>
    public string RequiredString(string key) => Required(key).AsString();

    /// <summary>A text, null if absent.</summary>
    /// <exception cref="ConfigurationException">A map or a list.</exception>
    public string? OptionalString(string key) => TryGet(key, out ConfigNode? value) ? value.AsString() : null;

    /// <summary>A text with a default.</summary>
    /// <exception cref="ConfigurationException">A map or a list.</exception>
    public string String(string key, string fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return TryGet(key, out ConfigNode? value) ? value.AsString() : Record(key, fallback, fallback, isText: true);
    }

    /// <summary>One of several names that must be there; see <see cref="ConfigNode.AsChoice"/>.</summary>
    /// <exception cref="ConfigurationException">Absent or none of them.</exception>
    public string RequiredChoice(string key, IReadOnlyCollection<string> known) => Required(key).AsChoice(known);

    /// <summary>An enumeration's member by name, must be there.</summary>
    /// <exception cref="ConfigurationException">Absent or no member's name.</exception>
    public T RequiredEnum<T>(string key)
        where T : struct, Enum => Required(key).AsEnum<T>();

    /// <summary>An enumeration's member by name with a default.</summary>
    /// <exception cref="ConfigurationException">No member's name.</exception>
    public T Enum<T>(string key, T fallback)
        where T : struct, Enum =>
        TryGet(key, out ConfigNode? value) ? value.AsEnum<T>() : Record(key, fallback, fallback.ToString(), isText: true);

    /// <summary>A map that must be there.</summary>
    /// <exception cref="ConfigurationException">Absent or something else.</exception>
    public ConfigMap RequiredMap(string key) => Required(key).AsMap();

    /// <summary>A map, null if absent.</summary>
    /// <exception cref="ConfigurationException">Something else.</exception>
    public ConfigMap? OptionalMap(string key) => TryGet(key, out ConfigNode? value) ? value.AsMap() : null;

    /// <summary>A map; an empty one, in which every key has its default, if absent.</summary>
    /// <exception cref="ConfigurationException">Something else.</exception>
    public ConfigMap Map(string key)
    {
        if (TryGet(key, out ConfigNode? value))
        {
            return value.AsMap();
        }

        if (Find(key) is not { IsDefault: true, Value: ConfigMap map })
        {
            map = new ConfigMap(Place with { Path = Place.At(key) });
            Put(new Entry(key, map.Place, map, IsDefault: true));
        }

        return map;
    }

    /// <summary>The values of a list that must be there.</summary>
    /// <exception cref="ConfigurationException">Absent or something else.</exception>
    public IReadOnlyList<ConfigNode> RequiredList(string key) => Required(key).AsList();

    /// <summary>The values of a list, none if absent.</summary>
    /// <exception cref="ConfigurationException">Something else.</exception>
    public IReadOnlyList<ConfigNode> List(string key) => TryGet(key, out ConfigNode? value) ? value.AsList() : [];

    /// <summary>A list of whole numbers with a default.</summary>
    /// <exception cref="ConfigurationException">No list, or one of its values no whole number or out of bounds.</exception>
    public int[] Ints(string key, ReadOnlySpan<int> fallback, Bounds bounds = default)
    {
        if (TryGet(key, out ConfigNode? value))
        {
            return [.. value.AsList().Select(item => item.AsInt(bounds))];
        }

        List<ConfigNode> items = [];
        foreach (int item in fallback)
        {
            items.Add(new ConfigScalar(Place, YamlWriter.Format(item), isQuoted: false));
        }

        Put(new Entry(key, Place with { Path = Place.At(key) }, new ConfigList(Place, items), IsDefault: true));
        return fallback.ToArray();
    }

    private T Record<T>(string key, T fallback, string text, bool isText = false)
    {
        ConfigPlace place = Place with { Path = Place.At(key) };
        Put(new Entry(key, place, new ConfigScalar(place, text, isText && YamlText.Scalar(text) != text), IsDefault: true));
        return fallback;
    }
}
