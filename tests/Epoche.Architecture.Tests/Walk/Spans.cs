using System.Reflection;

namespace Epoche.Architecture.Tests.Walk;

/// <summary>Makes what lives on the stack alone of what can be boxed.</summary>
internal static class Spans
{
    public static MethodInfo ConverterTo(Type type)
    {
        MethodInfo converter = Method(type.Name.Split('`')[0]);
        return type.IsGenericType ? converter.MakeGenericMethod(type.GetGenericArguments()) : converter;
    }

    /// <summary>What stands for a value of such a type.</summary>
    public static Type StandIn(Type type) => type.IsGenericType ? type.GetGenericArguments()[0].MakeArrayType()
        : type == typeof(BatchTransition) ? typeof(TransitionBuffers)
        : type == typeof(EnvironmentAction) ? typeof(int)
        : typeof(int[]);

    public static Span<T> Span<T>(object? array) => (T[]?)array;

    public static ReadOnlySpan<T> ReadOnlySpan<T>(object? array) => (T[]?)array;

    public static BatchActions BatchActions(object? indices) => new(((int[]?)indices).AsSpan());

    public static PolicyActions PolicyActions(object? indices) => new(((int[]?)indices).AsSpan());

    public static EnvironmentAction EnvironmentAction(object index) => (int)index;

    public static BatchTransition BatchTransition(object? buffers) => buffers is TransitionBuffers all ? all.View : default;

    private static MethodInfo Method(string name) => typeof(Spans).GetMethod(name, BindingFlags.Public | BindingFlags.Static)
        ?? throw new InvalidOperationException($"Say in {nameof(Spans)} how a {name} is made of something that can be boxed.");
}
