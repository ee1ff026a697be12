using System.Reflection;

namespace Epoche.Architecture.Tests;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>The types that a user meets when using a public type: bases, interfaces, and what its visible members take and give.</summary>
internal static class PublicSignature
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> Types(Type type)
    {
        IEnumerable<Type?> used = [type.BaseType, .. type.GetInterfaces(), .. Members(type).SelectMany(Used)];
        return used.OfType<Type>().SelectMany(Parts).Distinct();
    }

    /// <summary>What a user or a derived class can reach.</summary>
    public static IEnumerable<MemberInfo> Members(Type type) => type.GetMembers(Declared).Where(IsVisible);

    public static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo e => e.AddMethod is { } add && IsVisible(add),
        _ => false, // nested types are exported types of their own
    };

    private static IEnumerable<Type> Used(MemberInfo member) => member switch
    {
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        EventInfo e => [e.EventHandlerType!],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? type.GetGenericParameterConstraints().Where(constraint => !constraint.ContainsGenericParameters)
        : type.IsGenericType
            ? [type.GetGenericTypeDefinition(),
                .. type.GetGenericArguments().Where(argument => !argument.IsGenericParameter).SelectMany(Parts)]
        : [type];
}
