using System.Diagnostics.CodeAnalysis;

namespace Epoche;

/// <summary>How paths are written: people see them as their system writes them; files and programs get slashes on every system.</summary>
internal static class PathText
{
    /// <summary>For people: a path that was put together of several has one kind of separator, that of the system.</summary>
    public static string Native(string path) => Native(path, Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    /// <summary>For JSON, and files that travel: with slashes, which every system reads.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static string? Portable(string? path) => path is null ? null : Portable(path, Path.DirectorySeparatorChar);

    /// <summary>The same as on a system with these separators.</summary>
    public static string Native(string path, char separator, char other) => path.Replace(other, separator);

    /// <summary>The same as on a system with this separator. A backslash that is part of a name, as it may be on others, stays.</summary>
    public static string Portable(string path, char separator) => path.Replace(separator, '/');
}
