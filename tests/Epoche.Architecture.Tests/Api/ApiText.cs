using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using System.Text;

namespace Epoche.Architecture.Tests.Api;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>A library's public types and members, one a line, in an order that does not depend on the compiler.</summary>
internal static class ApiText
{
    // What the compiler writes for a record, a delegate or an enumeration goes without saying.
    private static readonly string[] Unsaid =
        ["Equals", "GetHashCode", "ToString", "PrintMembers", "Deconstruct", "<Clone>$", "Invoke", "BeginInvoke", "EndInvoke",
            "op_Equality", "op_Inequality", "get_EqualityContract", "EqualityContract"];

    public static string Of(Assembly library)
    {
        StringBuilder text = new();
        foreach (Type type in library.GetExportedTypes().Where(IsWritten).OrderBy(ApiNames.Of, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(Header(type)).Append('\n');
            foreach (string member in Members(type))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsWritten(MemberInfo member) => !member.Name.Contains('<', StringComparison.Ordinal);

    private static string Header(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {ApiNames.Return(invoke)} {ApiNames.Of(type)}({ApiNames.Parameters(invoke)})";
        }

        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType
                ? (ApiNames.IsReadOnly(type) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "")
                    + (IsRecord(type) ? "record " : "") + "struct"
            : (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")
                + (IsRecord(type) ? "record" : "class");
        IEnumerable<string> bases = type.IsEnum ? [] :
        [
            .. type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? [ApiNames.Of(b)] : Array.Empty<string>(),
            .. type.GetInterfaces().Where(i => i.IsPublic && i != typeof(ISerializable) && !IsEquatableToItself(i, type))
                .Select(ApiNames.Of).Order(StringComparer.Ordinal),
        ];
        string list = string.Join(", ", bases);
        return $"{kind} {ApiNames.Of(type)}{(list.Length > 0 ? " : " + list : "")}{ApiNames.Constraints(type.GetGenericArguments())}";
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    private static bool IsEquatableToItself(Type candidate, Type type) =>
        candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEquatable<>)
        && candidate.GetGenericArguments()[0] == type;

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [];
        }

        return PublicSignature.Members(type).Where(member => IsWritten(member) && !Unsaid.Contains(member.Name))
            .Select(Member).OfType<string>().Order(StringComparer.Ordinal);
    }

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{Access(constructor)}new({ApiNames.Parameters(constructor)})",
        PropertyInfo property => Property(property),
        FieldInfo field => (field.IsLiteral ? "const " : field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "")
            + $"{ApiNames.Nullable(field)} {field.Name}",
        EventInfo e => $"event {ApiNames.Of(e.EventHandlerType!)} {e.Name}",
        MethodInfo { IsSpecialName: true } accessor when !accessor.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo method => Method(method),
        _ => null,
    };

    private static string Method(MethodInfo method)
    {
        string generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(ApiNames.Of))}>" : "";
        return $"{Access(method)}{Kind(method)}{ApiNames.Return(method)} {method.Name}{generics}({ApiNames.Parameters(method)})"
            + (method.IsGenericMethod ? ApiNames.Constraints(method.GetGenericArguments()) : "");
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo some = property.GetAccessors(nonPublic: true).First(PublicSignature.IsVisible);
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(ApiNames.Parameter))}]";
        string get = property.GetMethod is { } g && PublicSignature.IsVisible(g) ? "get; " : "";
        string set = property.SetMethod is { } s && PublicSignature.IsVisible(s) ? (ApiNames.IsInit(s) ? "init; " : "set; ") : "";
        return $"{Access(some)}{Kind(some)}{(ApiNames.IsRequired(property) ? "required " : "")}{ApiNames.Nullable(property)} "
            + $"{name} {{ {get}{set}}}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Kind(MethodInfo method) =>
        method.IsStatic ? (method.IsAbstract ? "static abstract " : "static ")
        : method.DeclaringType!.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : method.GetBaseDefinition() != method || method.IsDefined(typeof(PreserveBaseOverridesAttribute)) ? "override "
        : method.IsVirtual && !method.IsFinal ? "virtual " : "";
}
