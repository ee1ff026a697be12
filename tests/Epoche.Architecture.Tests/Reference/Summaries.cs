using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Epoche.Architecture.Tests.Reference;

/// <summary>The first sentence of what the documentation of a type or member says, as Markdown.</summary>
internal static partial class Summaries
{
    private static readonly ILookup<string, XElement> s_members = (
        from library in Libraries.Names
        from member in XDocument.Load(Path.ChangeExtension(Libraries.Load(library).Location, ".xml")).Descendants("member")
        where member.Element("summary") is not null
        select member).ToLookup(member => (string)member.Attribute("name")!, member => member.Element("summary")!);

    public static string Of(Type type) => Sentence($"T:{Name(type)}");

    public static string Of(PropertyInfo property) => Sentence($"P:{Name(property.DeclaringType!)}.{property.Name}");

    public static string Of(MethodBase method)
    {
        string name = $"M:{Name(method.DeclaringType!)}.{(method.IsConstructor ? "#ctor" : method.Name)}";
        string parameters = string.Join(",", method.GetParameters().Select(parameter => Id(parameter.ParameterType)));
        return Sentence(parameters.Length == 0 ? name : $"{name}({parameters})");
    }

    /// <summary>Markdown of documentation: references and code in backticks, on one line, fit for a cell of a table.</summary>
    internal static string Markdown(XElement summary)
    {
        string text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" or "seealso" } reference =>
                $"`{(string?)reference.Attribute("langword") ?? Last((string?)reference.Attribute("cref") ?? reference.Value)}`",
            XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => $"`{(string?)parameter.Attribute("name")}`",
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement other => other.Value,
            _ => ((XText)node).Value,
        }));
        return Blank().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    internal static string FirstSentence(string text) =>
        SentenceEnd().Match(text) is { Success: true } end ? text[..(end.Index + 1)] : text;

    private static string Sentence(string id) => s_members[id].FirstOrDefault() is { } summary
        ? FirstSentence(Markdown(summary))
        : throw new InvalidOperationException($"{id} has no summary, so the reference has nothing to say of it.");

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    /// <summary>A parameter's type as the compiler's file of documentation writes it.</summary>
    private static string Id(Type type) =>
        type.IsByRef ? Id(type.GetElementType()!) + "@"
        : type.IsSZArray ? Id(type.GetElementType()!) + "[]"
        : type.IsArray ? $"{Id(type.GetElementType()!)}[{string.Join(",", Enumerable.Repeat("0:", type.GetArrayRank()))}]"
        : type.IsGenericMethodParameter ? $"``{type.GenericParameterPosition}"
        : type.IsGenericParameter ? $"`{type.GenericParameterPosition}"
        : type.IsGenericType ? $"{Name(type).Split('`')[0]}{{{string.Join(",", type.GetGenericArguments().Select(Id))}}}"
        : Name(type);

    /// <summary>From <c>M:Epoche.Ops.Conv2D(Epoche.Tensor)</c> to <c>Conv2D</c>.</summary>
    private static string Last(string cref)
    {
        string name = cref.Split('(')[0];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..].Split('`')[0];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"(?<!\b(al|eq|e\.g|i\.e|vs))\.(?= [A-Z`\[])")]
    private static partial Regex SentenceEnd();
}
