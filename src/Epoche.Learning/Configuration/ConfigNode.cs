namespace Epoche;

/// <summary>
/// A value of a configuration and the place where it was written. The <c>As…</c> methods read it as a type; each throws a
/// <see cref="ConfigurationException"/> that names the place, what was expected and what was found.
/// </summary>
public abstract partial class ConfigNode
{
    private protected ConfigNode(ConfigPlace place) => Place = place;

    /// <summary>The file, or the argument, that holds the value.</summary>
    public string File => Place.File;

    /// <summary>The line, from 1; 0 for a value that was not read from a file.</summary>
    public int Line => Place.Line;

    /// <summary>The column, from 1; 0 for a value that was not read from a file.</summary>
    public int Column => Place.Column;

    /// <summary>The dotted path of the value: <c>optimizer.learning_rate</c>, <c>layers.0.units</c>; empty for the root.</summary>
    public string Path => Place.Path;

    internal ConfigPlace Place { get; }

    /// <summary>What this is, for messages: <c>1.5</c>, <c>a list</c>, <c>a map</c>.</summary>
    internal abstract string Description { get; }

    /// <summary>
    /// An error at this value; the message should go on after the key's name, e.g. <c>must be below 'end'; received 7</c>.
    /// </summary>
    public ConfigurationException Error(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Place.Error(message);
    }

    internal ConfigurationException Error(QuotingText message) => Place.Error(message);

    /// <summary>The map at this place.</summary>
    /// <exception cref="ConfigurationException">It is something else.</exception>
    public ConfigMap AsMap() => this as ConfigMap ?? throw Error($"must be a map of keys and values; received {Description}");

    /// <summary>The list at this place.</summary>
    /// <exception cref="ConfigurationException">It is something else.</exception>
    public IReadOnlyList<ConfigNode> AsList() =>
        this is ConfigList list ? list.Items : throw Error($"must be a list; received {Description}");
}

/// <summary>A single value: a number, a text, true, false or null.</summary>
public sealed class ConfigScalar : ConfigNode
{
    internal ConfigScalar(ConfigPlace place, string text, bool isQuoted)
        : base(place) => (Text, IsQuoted) = (text, isQuoted);

    /// <summary>The value as written, without its quotes.</summary>
    public string Text { get; }

    /// <summary>Whether it was written in quotes, or as a block of text, and so is a text whatever it looks like.</summary>
    public bool IsQuoted { get; }

    /// <summary>
    /// Whether somebody read it as a text, which a name such as <c>1_000</c> or <c>off</c> must remain where it is written back.
    /// </summary>
    internal bool IsReadAsText { get; set; }

    /// <summary>Whether it is null: nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => !IsQuoted && (Text is "" or "~" or "null");

    internal override string Description => Shown.Text(IsNull ? "nothing" : IsQuoted ? $"the text \"{Shorten(Text)}\"" : Shorten(Text));

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}

internal sealed class ConfigList : ConfigNode
{
    internal ConfigList(ConfigPlace place, List<ConfigNode> items)
        : base(place) => Items = items;

    internal List<ConfigNode> Items { get; }

    internal override string Description => "a list";
}

/// <summary>Where a value was written.</summary>
internal readonly record struct ConfigPlace(string File, int Line, int Column, string Path)
{
    internal string At(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    internal ConfigurationException Error(QuotingText message) => Error(message.ToString());

    internal ConfigurationException Error(string message) =>
        new(Path.Length == 0 ? message : $"{Shown.Quote(Path)} {message}", File, Line, Column, Path);
}
