namespace Epoche;

/// <content>What <see cref="Set"/> did: for keys that give way when another is set.</content>
public sealed partial class ConfigMap
{
    /// <summary>Whether the value of a key, or a part of it, came from <see cref="Set"/> and not from the file.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool IsSet(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _byKey.TryGetValue(key, out Entry? entry) && IsSet(entry);
    }

    /// <summary>Takes a key out, as if nobody had written it.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _byKey.Remove(key, out Entry? entry) && _entries.Remove(entry);
    }

    /// <summary>
    /// Gives a key a text, for <see cref="ToYaml"/>: in its place and with its comments where the key is there, such as a path that
    /// becomes a whole path; else behind all others. Counts as asking for it.
    /// </summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void Write(string key, string text)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(text);
        Ask(key);
        ConfigPlace place = Place with { Path = Place.At(key) };
        ConfigScalar value = new(place, text, isQuoted: YamlText.Scalar(text) != text);
        Put(Find(key) is { IsDefault: false } there ? there with { Value = value } : new Entry(key, place, value));
    }

    private static bool IsSet(Entry entry) =>
        !entry.IsDefault && (entry.Place.Line == 0 || (entry.Value is ConfigMap map && map._entries.Any(IsSet)));
}
