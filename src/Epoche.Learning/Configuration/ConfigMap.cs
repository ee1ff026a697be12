using System.Diagnostics.CodeAnalysis;

namespace Epoche;

/// <summary>
/// The keys and values of a configuration, in the order in which they were written. It remembers which keys were asked for, so that
/// <see cref="RejectUnknown"/> can refuse the others, and which defaults were used, so that <see cref="ToYaml"/> writes the whole truth.
/// </summary>
/// <example>
/// <code>
/// ConfigMap recipe = ConfigMap.Load("cartpole.yaml");
/// recipe.Set("optimizer.learning_rate=1e-3");
/// float learningRate = recipe.Map("optimizer").Float("learning_rate", 3e-4f, Bounds.Positive);
/// recipe.RejectUnknown();
/// </code>
/// </example>
public sealed partial class ConfigMap : ConfigNode
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, Entry> _byKey = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    internal ConfigMap(ConfigPlace place)
        : base(place)
    {
    }

    /// <summary>The keys that were written, in order.</summary>
    public IEnumerable<string> Keys => _entries.Where(e => !e.IsDefault).Select(e => e.Key);

    internal override string Description => "a map";

    internal IReadOnlyList<Entry> Entries => _entries;

    /// <summary>The keys that were asked for, in order.</summary>
    internal IReadOnlyList<string> Asked => _asked;

    /// <summary>Comment lines at the end of the document, after the last key.</summary>
    internal string EndComment { get; set; } = "";

    /// <summary>
    /// Reads a YAML file. Nothing in it can name a type or refer to another place: tags, anchors and aliases are refused.
    /// </summary>
    /// <exception cref="ConfigurationException">The file is no such YAML, over 1 MiB, or nested more than 32 deep.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static ConfigMap Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ConfigReader.Load(path);
    }

    /// <summary>The text of a YAML file, for <see cref="Parse"/>: with the checks of <see cref="Load"/> that come before parsing.</summary>
    /// <exception cref="ConfigurationException">The file is over 1 MiB, or not UTF-8.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static string ReadText(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ConfigReader.ReadText(path);
    }

    /// <summary>Reads YAML text; <paramref name="file"/> is what messages call it. See <see cref="Load"/>.</summary>
    /// <exception cref="ConfigurationException">The text is no such YAML.</exception>
    public static ConfigMap Parse(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        return ConfigReader.Parse(text, file);
    }

    /// <summary>
    /// Applies one <c>KEY=VALUE</c> argument: the key is a dotted path (<c>optimizer.learning_rate</c>, <c>layers.0.units</c>), the value
    /// is YAML. A key that nothing reads is found by <see cref="RejectUnknown"/>, whose message then names the argument.
    /// </summary>
    /// <exception cref="ConfigurationException">
    /// The argument is malformed, or its path leads through a value that is no map or list.
    /// </exception>
    public void Set(string assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ConfigOverride.Apply(this, assignment);
    }

    /// <summary>Whether a key was written with a value that is not null. Counts as asking for it.</summary>
    public bool Contains(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return TryGet(key, out _);
    }

    /// <summary>Gets the value of a key; false if it is absent or null.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out ConfigNode value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Ask(key);
        value = _byKey.TryGetValue(key, out Entry? entry) && !entry.IsDefault && entry.Value is not ConfigScalar { IsNull: true }
            ? entry.Value
            : null;
        return value is not null;
    }

    /// <summary>
    /// Refuses, here and in every map below, the first key that nobody asked for. Call it on the root when everything has been read.
    /// </summary>
    /// <exception cref="ConfigurationException">
    /// There is such a key; the message names its place, the nearest known key and all known keys.
    /// </exception>
    public void RejectUnknown() => UnknownKeys.Reject(this);

    /// <summary>
    /// An error at a key, e.g. for two settings that contradict each other:
    /// <c>map.Error("warmup", "must be below 'steps'; received 7")</c>.
    /// </summary>
    public ConfigurationException Error(string key, string message)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        return (_byKey.TryGetValue(key, out Entry? entry) && !entry.IsDefault ? entry.Place : Place with { Path = Place.At(key) })
            .Error(message);
    }

    /// <summary>This configuration as YAML, with its comments and with the defaults that were used so far.</summary>
    public string ToYaml() => ConfigRenderer.Render(this);

    internal Entry? Find(string key) => _byKey.GetValueOrDefault(key);

    internal void Put(Entry entry)
    {
        if (_byKey.TryGetValue(entry.Key, out Entry? old))
        {
            _entries[_entries.IndexOf(old)] = entry;
        }
        else
        {
            _entries.Add(entry);
        }

        _byKey[entry.Key] = entry;
    }

    private void Ask(string key)
    {
        if (!_asked.Contains(key))
        {
            _asked.Add(key);
        }
    }

    /// <summary>A key, where it stands, its value, and the comments above it and behind it.</summary>
    internal sealed record Entry(
        string Key, ConfigPlace Place, ConfigNode Value, string Comment = "", string TrailingComment = "", bool IsDefault = false);
}
