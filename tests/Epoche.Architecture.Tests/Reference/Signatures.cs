using System.Globalization;
using System.Reflection;

namespace Epoche.Architecture.Tests.Reference;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>Calls with the names and the defaults of their parameters; types are what an editor shows.</summary>
internal static class Signatures
{
    /// <summary>How a type is made, as <c>Dense(units, activation = null)</c>, or its name where something else makes it.</summary>
    public static string Made(Type type)
    {
        string name = type.Name.Split('`')[0];
        IEnumerable<ConstructorInfo> constructors = type.GetConstructors().OrderBy(made => made.GetParameters().Length);
        IEnumerable<string> calls = constructors.Select(made => $"`{name}({Parameters(made)})`");
        string all = string.Join(" or ", calls.Concat(Factories(type).Select(method => $"`{name}.{method.Name}({Parameters(method)})`")));
        return all.Length > 0 ? all : $"`{name}`";
    }

    public static string Call(MethodInfo method)
    {
        int count = method.GetParameters().Length;
        return Operator(method) is not { } sign ? $"`{method.Name}({Parameters(method)})`" : count == 1 ? $"`{sign}x`" : $"`x {sign} y`";
    }

    public static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        float.PositiveInfinity or double.PositiveInfinity => "∞",
        float or double => Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        int.MaxValue => "all",
        ulong or long or int => ((IFormattable)value).ToString("N0", CultureInfo.InvariantCulture),
        TimeSpan time => FormattableString.Invariant($"{time.TotalSeconds} s"),
        Enum choice => choice.ToString(),
        string text => $"\"{text}\"",
        _ => value.ToString() is { } text && text != value.GetType().FullName ? text : $"`{value.GetType().Name}`",
    };

    private static string Number(double value) => ((float)value).ToString(
        value != 0 && Math.Abs(value) < 0.001 ? "0.###e-0" : "0.######", CultureInfo.InvariantCulture);

    /// <summary>The sign of an operator; null for any other method.</summary>
    public static string? Operator(MethodInfo method) => method.Name switch
    {
        "op_Addition" => "+",
        "op_Subtraction" or "op_UnaryNegation" => "-",
        "op_Multiply" => "*",
        "op_Division" => "/",
        "op_LessThan" => "<",
        "op_LessThanOrEqual" => "<=",
        "op_GreaterThan" => ">",
        "op_GreaterThanOrEqual" => ">=",
        _ => null,
    };

    private static IEnumerable<MethodInfo> Factories(Type type) =>
        type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == type && !method.IsSpecialName && method.Name is not "Load" and not "Create");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        object? value = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        string shown = Text(value is not null && parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, value) : value);
        bool isStruct = parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null;
        return parameter.Name + (parameter.HasDefaultValue ? $" = {(isStruct && value is null ? "default" : shown)}" : "");
    }
}
