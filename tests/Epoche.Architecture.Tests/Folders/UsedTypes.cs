using System.Reflection;
using System.Reflection.Emit;

namespace Epoche.Architecture.Tests.Folders;

/// <summary>The types that compiled code names. What the compiler copies is not seen: constants, and names as texts.</summary>
internal static class UsedTypes
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    public static IEnumerable<MethodBase> Methods(Type type) => [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];

    /// <summary>What a type is made of, its methods apart.</summary>
    public static IEnumerable<Type> Of(Type type) => Flat(
    [
        type.BaseType,
        .. type.GetInterfaces(),
        .. type.GetFields(Declared).Select(field => field.FieldType),
        .. type.GetGenericArguments().SelectMany(Constraints),
        .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. type.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments).Select(argument => argument.Value as Type),
    ]);

    /// <summary>What a method takes, gives and does.</summary>
    public static IEnumerable<Type> Of(MethodBase method) => Flat(
    [
        (method as MethodInfo)?.ReturnType,
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method.IsGenericMethodDefinition ? method.GetGenericArguments().SelectMany(Constraints) : [],
        .. method.GetMethodBody() is { } body ? In(method, body) : [],
    ]);

    private static IEnumerable<Type?> In(MethodBase method, MethodBody body)
    {
        Type[] ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : [];
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        byte[] code = body.GetILAsByteArray()!;
        IEnumerable<Type?> types =
        [
            .. body.LocalVariables.Select(local => local.LocalType),
            .. body.ExceptionHandlingClauses
                .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(clause => clause.CatchType),
        ];
        foreach (Type? type in types)
        {
            yield return type;
        }

        for (int at = 0; at < code.Length;)
        {
            int value = code[at++];
            OpCode op = s_codes[value == 0xFE ? 0xFE00 | code[at++] : value];
            if (op.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
                foreach (Type? type in Named(member))
                {
                    yield return type;
                }
            }

            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type?> Named(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType, field.FieldType],
        MethodBase method =>
        [
            method.DeclaringType,
            (method as MethodInfo)?.ReturnType,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.IsGenericMethod ? method.GetGenericArguments() : [],
        ],
        _ => [],
    };

    private static Type[] Constraints(Type argument) => argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [];

    /// <summary>Elements of arrays, arguments of generic types, and types themselves.</summary>
    private static IEnumerable<Type> Flat(IEnumerable<Type?> types)
    {
        Stack<Type> open = new(types.OfType<Type>());
        while (open.TryPop(out Type? type))
        {
            if (type.HasElementType)
            {
                open.Push(type.GetElementType()!);
            }
            else if (!type.IsGenericParameter && !type.IsFunctionPointer)
            {
                yield return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
                Array.ForEach(type.GetGenericArguments(), open.Push);
            }
        }
    }
}
