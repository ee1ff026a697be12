using System.Reflection;
using System.Text;

namespace Epoche.Architecture.Tests.Reference;

/// <summary>The page of all records of options, with defaults and what their documentation says.</summary>
internal static class OptionsPage
{
    public const string Path = "docs/options.md";

    private const string Head = """
        # Options

        All records of options: `new DqnOptions { … }`, or `new() { … }` where one is expected. An option that is out of range or
        contradicts another is refused by name when the record is used. What else there is to choose from is in the
        [reference](reference.md).

        This page is made from the documentation in the code. `EPOCHE_ACCEPT=1 ./test architecture` writes it; a test compares.

        """;

    public static string Write()
    {
        StringBuilder page = new(Head);
        foreach (Type type in All)
        {
            object made = Activator.CreateInstance(type)!;
            page.Append(new ReferenceSection(
                type.Name, Summaries.Of(type), ["option", "default", "what it is"], Properties(type).Select(option => Row(option, made))));
        }

        return page.ToString();
    }

    internal static IEnumerable<Type> All { get; } =
        [.. Libraries.Names.SelectMany(name => Libraries.Load(name).GetExportedTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetMethod("<Clone>$") is { IsAbstract: false })
            .OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static string[] Row(PropertyInfo option, object made) => [$"`{option.Name}`", Default(option, made), Summaries.Of(option)];

    /// <summary>Those of the record itself, then what it inherits.</summary>
    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null)
            .OrderBy(property => property.DeclaringType == type ? 0 : 1).ThenBy(property => property.MetadataToken);

    private static string Default(PropertyInfo property, object made)
    {
        if (property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
        {
            return "required";
        }

        object? value = property.GetValue(made);
        return value switch
        {
            null => "none",
            System.Collections.ICollection { Count: 0 } => "none",
            Delegate or TimeProvider or IRunWriter => "built in",
            System.Collections.IEnumerable and not string => string.Join(", ", ((System.Collections.IEnumerable)value).Cast<object>()),
            _ when All.Contains(value.GetType()) => $"[{value.GetType().Name}](#{value.GetType().Name.ToLowerInvariant()})",
            _ => Signatures.Text(value),
        };
    }
}
