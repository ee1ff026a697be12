using System.Reflection;
using System.Runtime.CompilerServices;
using Epoche.OwnKind;

namespace Epoche.Architecture.Tests.Walk;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>One public constructor, method, operator or accessor.</summary>
internal sealed record PublicCall(Type Type, MethodBase Method)
{
    // Members written by the compiler.
    private static readonly HashSet<string> s_records =
        ["PrintMembers", "<Clone>$", "Deconstruct", "GetHashCode", "Equals", "op_Equality", "op_Inequality"];

    // What trains or evaluates for minutes.
    private static readonly HashSet<(Type, string)> s_long =
    [
        (typeof(AblationStudy), nameof(AblationStudy.Run)), (typeof(GalleryMaker), nameof(GalleryMaker.Make)),
        (typeof(DoubtTrial), nameof(DoubtTrial.Run)), (typeof(RecipeStudy), nameof(RecipeStudy.Run)),
        (typeof(FinanceTrial), nameof(FinanceTrial.Run)),
    ];

    public bool NeedsReceiver => Method is MethodInfo { IsStatic: false };

    /// <summary>Whether it takes minutes by contract: the walk calls it cancelled.</summary>
    public bool IsLong => s_long.Contains((Type, Method.Name));

    public ParameterInfo[] Parameters { get; } = Method.GetParameters();

    /// <summary>What an ArgumentNullException may call a parameter: its name, or that of the property that is set.</summary>
    public bool IsNameOf(int parameter, string? name) =>
        name is not null && (name == Parameters[parameter].Name || (Method.Name == $"set_{name}" && Parameters[parameter].Name == "value"));

    /// <summary>
    /// Whether null is welcome, or harmless: where the signature says so, in an override that needs the argument for nothing, and in what
    /// exceptions carry about as they were given it.
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

    /// <summary>Whether the code that runs is that of a kind as somebody may write it, which guards nothing.</summary>
    public bool IsOverriddenIn(object? receiver) => Method is MethodInfo { IsVirtual: true } called && receiver is not null
        && receiver.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .First(method => method.GetBaseDefinition() == called.GetBaseDefinition()).Module == typeof(WaveKind).Module;

    public override string ToString() =>
        $"{Type.Name}.{(Method.IsConstructor ? "new" : Method.Name)}"
        + $"({string.Join(", ", Parameters.Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})";

    /// <summary>
    /// All that a user can call, generic ones closed by <see cref="Values.Closing"/>; not <see cref="Mp4Writer"/>, which needs another
    /// program, and not <see cref="LayerRegistry.Register"/>, which changes the process.
    /// </summary>
    public static IEnumerable<PublicCall> All() =>
        from name in Libraries.Names
        from type in Libraries.Load(name).GetExportedTypes()
        where !type.IsInterface && type != typeof(Mp4Writer) && !type.IsEnum && !type.IsSubclassOf(typeof(Delegate))
        let closed = type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(Values.Closing)]) : type
        from call in Of(closed)
        where call.Type != typeof(LayerRegistry) || call.Method.Name != nameof(LayerRegistry.Register)
        select call;

    private static IEnumerable<PublicCall> Of(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        // Where members are required, C# calls no empty constructor without setting them.
        IEnumerable<MethodBase> constructors = type.IsAbstract ? [] : type.GetConstructors().Where(constructor =>
            constructor.GetParameters().Length > 0 || !type.IsDefined(typeof(RequiredMemberAttribute), inherit: true));
        IEnumerable<MethodBase> methods = type.GetMethods(Declared)
            .Where(method => !s_records.Contains(method.Name) && !(type.IsByRefLike && !method.IsStatic)
                && !method.IsDefined(typeof(AsyncStateMachineAttribute)))
            .Select(method => method.IsGenericMethodDefinition
                ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(Values.Closing)])
                : method);
        return constructors.Concat(methods).Select(method => new PublicCall(type, method));
    }
}
