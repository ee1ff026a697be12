using System.Reflection;
using System.Runtime.CompilerServices;

namespace Epoche.Architecture.Tests.Walk;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>One public constructor, method, operator or accessor.</summary>
internal sealed record PublicCall(Type Type, MethodBase Method)
{
    private static readonly HashSet<string> s_records = ["PrintMembers", "<Clone>$", "Deconstruct", "GetHashCode", "Equals", "op_Equality", "op_Inequality"]; // written by the compiler

    public bool NeedsReceiver => Method is MethodInfo { IsStatic: false };

    public ParameterInfo[] Parameters { get; } = Method.GetParameters();

    /// <summary>What an ArgumentNullException may call a parameter: its name, or that of the property that is set.</summary>
    public bool IsNameOf(int parameter, string? name) =>
        name is not null && (name == Parameters[parameter].Name || (Method.Name == $"set_{name}" && Parameters[parameter].Name == "value"));

    /// <summary>
    /// Whether null is welcome, or harmless: where the signature says so, in an override that needs the argument for nothing, and in what exceptions carry about as they were given it.
    /// </summary>
    public bool MayBeNull(int parameter)
    {
        Type type = Parameters[parameter].ParameterType;
        type = type.IsByRef ? type.GetElementType()! : type;
        return type.IsValueType || Type.IsByRefLike || Type.IsSubclassOf(typeof(Exception))
            || new NullabilityInfoContext().Create(Parameters[parameter]).WriteState != NullabilityState.NotNull;
    }

    /// <summary>Whether a null that is not welcome may be overlooked: by an override that has no use for the argument.</summary>
    public bool MayOverlook => Method.IsVirtual;

    public override string ToString() =>
        $"{Type.Name}.{(Method.IsConstructor ? "new" : Method.Name)}({string.Join(", ", Parameters.Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})";

    /// <summary>
    /// All that a user can call, generic ones closed by <see cref="Values.Closing"/>; not <see cref="Mp4Writer"/>, which needs another program, and not <see cref="LayerRegistry.Register"/>, which changes what other tests of
    /// this process see and has a test of its own.
    /// </summary>
    public static IEnumerable<PublicCall> All() =>
        from name in Libraries.Names
        from type in Libraries.Load(name).GetExportedTypes()
        where !type.IsInterface && type != typeof(Mp4Writer) && !type.IsEnum && !type.IsSubclassOf(typeof(Delegate))
        let closed = type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(Values.Closing)]) : type
        from call in Of(closed)
        where (call.Type, call.Method.Name) != (typeof(LayerRegistry), nameof(LayerRegistry.Register))
        select call;

    private static IEnumerable<PublicCall> Of(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<MethodBase> constructors = type.IsAbstract ? [] : type.GetConstructors();
        IEnumerable<MethodBase> methods = type.GetMethods(Declared)
            .Where(method => !s_records.Contains(method.Name) && !(type.IsByRefLike && !method.IsStatic) && !method.IsDefined(typeof(AsyncStateMachineAttribute)))
            .Select(method => method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(Values.Closing)]) : method);
        return constructors.Concat(methods).Select(method => new PublicCall(type, method));
    }
}
