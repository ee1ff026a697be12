using System.Reflection;

namespace Epoche;

/// <summary>The YAML files of one kind that are embedded in this assembly.</summary>
/// <param name="folder">The first part of their resource names, such as <c>recipes</c>.</param>
/// <param name="kind">What an error calls one of them.</param>
internal sealed class BuiltInTexts(string folder, string kind)
{
    public const string Extension = ".yaml";

    private static readonly Assembly s_assembly = typeof(BuiltInTexts).Assembly;

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<string> Names { get; } =
    [
        .. s_assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(name => name[(folder.Length + 1)..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    public RecipeText Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using Stream stream = s_assembly.GetManifestResourceStream($"{folder}/{name}{Extension}")
            ?? throw new ArgumentException($"There is no built-in {kind} '{name}'.{NearestHint.For(name, Names)}", nameof(name));
        using StreamReader reader = new(stream);
        return new RecipeText(name, $"{name}{Extension} (built in)", reader.ReadToEnd());
    }
}
