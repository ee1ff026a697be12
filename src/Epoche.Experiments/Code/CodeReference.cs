namespace Epoche.Experiments;

/// <summary>Code that a text names: a file, and the type in it where it has several.</summary>
/// <param name="Path">The file.</param>
/// <param name="Type">The name of the type, with or without its namespace; null for the only one there is.</param>
internal sealed record CodeReference(string Path, string? Type)
{
    private const string Source = ".cs";

    /// <summary>Whether the file is C# source, which is built first.</summary>
    public bool IsSource => ExtensionOf(Path) == Source;

    /// <summary>The code that a text names; null where it is something else, such as the name of an environment that comes along.</summary>
    public static CodeReference? Parse(string text)
    {
        // "Games.dll:Snake" in two; the colon of a drive, as in "C:\Games.dll", is part of the path.
        int colon = text.LastIndexOf(':');
        bool isTyped = colon > 1 && text.IndexOfAny(['/', '\\'], colon) < 0;
        CodeReference reference = isTyped ? new(text[..colon], text[(colon + 1)..]) : new(text, null);
        return ExtensionOf(reference.Path) is Source or ".dll" or ".exe" ? reference : null;
    }

    /// <summary>The same with the whole path.</summary>
    /// <param name="folder">Where a relative path begins.</param>
    public CodeReference In(string folder) => this with { Path = System.IO.Path.GetFullPath(Path, System.IO.Path.GetFullPath(folder)) };

    /// <inheritdoc/>
    public override string ToString() => Type is null ? Path : $"{Path}:{Type}";

    private static string ExtensionOf(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant();
}
