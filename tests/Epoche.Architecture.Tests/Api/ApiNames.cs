using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Epoche.Architecture.Tests.Api;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>Names of types and parameters as a C# programmer writes them.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char",
        [typeof(string)] = "string", [typeof(object)] = "object", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    public static string Of(Type type)
    {
        if (type.HasElementType)
        {
            return Of(type.GetElementType()!)
                + (type.IsArray ? $"[{new string(',', type.GetArrayRank() - 1)}]" : type.IsPointer ? "*" : "");
        }

        if (System.Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        if (type.IsGenericParameter || Keywords.ContainsKey(type))
        {
            return Keywords.GetValueOrDefault(type, type.Name);
        }

        Type[] arguments = type.GetGenericArguments();
        if (arguments.Length > 0 && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", arguments.Select(Of))})";
        }

        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        string name = (type.DeclaringType is null ? "" : Of(type.DeclaringType) + ".") + type.Name.Split('`')[0];
        return arguments.Length == outer ? name : $"{name}<{string.Join(", ", arguments[outer..].Select(Of))}>";
    }

    public static string Return(MethodInfo method)
    {
        string by = method.ReturnType.IsByRef
            ? (method.ReturnParameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref ")
            : "";
        return by + Annotated(
            Of(method.ReturnType), method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter).ReadState);
    }

    public static string Nullable(PropertyInfo property)
    {
        NullabilityInfo info = new NullabilityInfoContext().Create(property);
        NullabilityState state = property.GetMethod is null ? info.WriteState : info.ReadState;
        return (property.PropertyType.IsByRef ? "ref " : "") + Annotated(Of(property.PropertyType), property.PropertyType, state);
    }

    public static string Nullable(FieldInfo field) =>
        Annotated(Of(field.FieldType), field.FieldType, new NullabilityInfoContext().Create(field).ReadState);

    public static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    public static string Parameter(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        string by = !type.IsByRef
            ? ""
            : parameter.IsOut ? "out " : parameter.IsIn || parameter.IsDefined(typeof(RequiresLocationAttribute)) ? "in " : "ref ";
        string many = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute))
            ? "params "
            : "";
        string scoped = parameter.IsDefined(typeof(ScopedRefAttribute)) && many.Length == 0 ? "scoped " : "";
        string name = Annotated(Of(type), type, new NullabilityInfoContext().Create(parameter).WriteState);
        return $"{many}{scoped}{by}{name} "
            + $"{parameter.Name}{(parameter.HasDefaultValue ? " = " + Constant(parameter.DefaultValue, type) : "")}";
    }

    public static string Constraints(Type[] parameters) => string.Concat(
        from parameter in parameters
        where parameter.IsGenericParameter
        let all = Constraints(parameter).ToList()
        where all.Count > 0
        select $" where {parameter.Name} : {string.Join(", ", all)}");

    public static bool IsReadOnly(Type type) => type.IsDefined(typeof(IsReadOnlyAttribute), inherit: false);

    public static bool IsRequired(MemberInfo member) => member.IsDefined(typeof(RequiredMemberAttribute), inherit: false);

    public static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static IEnumerable<string> Constraints(Type parameter)
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool isUnmanaged = parameter.GetCustomAttributesData().Any(data => data.AttributeType.Name == "IsUnmanagedAttribute");
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isUnmanaged || isStruct)
        {
            yield return isUnmanaged ? "unmanaged" : "struct";
        }
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return "class";
        }

        foreach (string name in parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Of)
            .Order(StringComparer.Ordinal))
        {
            yield return name;
        }

        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            yield return "new()";
        }

        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
        {
            yield return "allows ref struct";
        }
    }

    private static string Annotated(string name, Type type, NullabilityState state)
    {
        Type plain = type.IsByRef ? type.GetElementType()! : type;
        return state == NullabilityState.Nullable && !plain.IsValueType && !plain.IsGenericParameter ? name + "?" : name;
    }

    private static string Constant(object? value, Type type) => value switch
    {
        null => type.IsValueType && System.Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        Enum constant => $"{Of(constant.GetType())}.{constant}",
        _ => Convert.ToString(type.IsEnum ? Enum.ToObject(type, value) : value, CultureInfo.InvariantCulture)!,
    };
}
