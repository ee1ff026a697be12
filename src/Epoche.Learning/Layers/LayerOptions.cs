using System.Globalization;

namespace Epoche;

/// <summary>
/// The options of a layer by name, in order: what a model file stores of it. Values are texts; numbers are
/// written so that they read back exactly.
/// </summary>
public sealed class LayerOptions
{
    private readonly List<KeyValuePair<string, string>> _values = [];
    private readonly HashSet<string> _read = [];

    /// <summary>
    /// Where a layer is copied within the process: the code among its options, by their keys. Null where it is
    /// written to a file or read from one.
    /// </summary>
    internal Dictionary<string, object>? Code { get; init; }

    /// <summary>The layer that is described, for errors; null where none is.</summary>
    internal Layer? Owner { get; init; }

    /// <summary>The options in the order in which they were set.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values => _values;

    /// <summary>Sets an option.</summary>
    public void Set(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        _values.Add(new(key, value));
    }

    /// <summary>Sets an option.</summary>
    public void Set(string key, int value) => Set(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets an option.</summary>
    public void Set(string key, float value) => Set(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Sets an option.</summary>
    public void Set(string key, bool value) => Set(key, value ? "true" : "false");

    /// <summary>Sets an option; a custom one is written as <c>own/NAME</c>.</summary>
    public void Set(string key, Initializer value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Set(key, value.FileName);
        Code?.Add(key, value);
    }

    /// <summary>Whether an option is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Reads an option.</summary>
    /// <exception cref="FormatException">It is absent.</exception>
    public string Text(string key) => Find(key) ?? throw new FormatException($"The option '{key}' is missing; there are: {Keys()}.");

    /// <summary>Reads an option, or the default where it is absent.</summary>
    public string Text(string key, string fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return Find(key) ?? fallback;
    }

    /// <summary>Reads a whole number within a range.</summary>
    /// <exception cref="FormatException">It is absent, no whole number, or out of range.</exception>
    public int Int(string key, int min, int max) =>
        int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new FormatException($"The option '{key}' must be a whole number from {min} to {max}; received '{Text(key)}'.");

    /// <summary>Reads a number within a range.</summary>
    /// <exception cref="FormatException">It is absent, no number, or out of range.</exception>
    public float Float(string key, float min, float max) =>
        float.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value >= min && value <= max
            ? value
            : throw new FormatException($"The option '{key}' must be a number from {min} to {max}; received '{Text(key)}'.");

    /// <summary>Reads true or false.</summary>
    /// <exception cref="FormatException">It is absent or neither.</exception>
    public bool Bool(string key) => Text(key) switch
    {
        "true" => true,
        "false" => false,
        string other => throw new FormatException($"The option '{key}' must be true or false; received '{other}'."),
    };

    /// <summary>
    /// Reads an initializer. Of a custom one a file holds the name alone, and what is read gives zeros: the numbers come from the file.
    /// </summary>
    /// <exception cref="FormatException">It is absent, or there is no such initializer.</exception>
    public Initializer Initializer(string key) =>
        Text(key) is var name && Code?.GetValueOrDefault(key) is Initializer code ? code : Epoche.Initializer.OfFile(name);

    /// <summary>Refuses options that nobody read.</summary>
    /// <exception cref="FormatException">There is one.</exception>
    public void RejectUnknown(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        foreach ((string key, _) in _values)
        {
            if (!_read.Contains(key))
            {
                throw new FormatException($"A layer of kind '{kind}' has no option '{key}'.");
            }
        }
    }

    private string? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _read.Add(key);
        foreach ((string name, string value) in _values)
        {
            if (name == key)
            {
                return value;
            }
        }

        return null;
    }

    private string Keys() => _values.Count == 0 ? "none" : string.Join(", ", _values.Select(v => v.Key));
}
