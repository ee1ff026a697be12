using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.BannedApis;

using ParameterInfo = System.Reflection.ParameterInfo;

/// <summary>
/// The members of the base class library whose results differ between machines, vector widths or versions of the C library, listed in the
/// format that the banned-symbol analyzer reads.
/// </summary>
internal static partial class BannedMath
{
    private const string LibmReason = "It is the C library's, so its bits differ between systems: use the kernels' polynomials";
    private const string EstimateReason = "Its bits differ between processors";
    private const string OrderReason = "The order of its additions differs with the vector width: use the kernels' fixed tree";
    private const string VectorReason = "Its bits differ with the vector width and the version of .NET: use the kernels' polynomials";

    private static readonly Type[] Scalars = [typeof(Math), typeof(MathF), typeof(float), typeof(double), typeof(Half)];

    private static readonly Type[] Vectors = [typeof(Vector), typeof(Vector64), typeof(Vector128), typeof(Vector256), typeof(Vector512)];

    // What a generic number type is asked through; exact roots stay allowed, hence the pattern.
    private static readonly Type[] Interfaces =
    [
        typeof(IExponentialFunctions<>), typeof(IHyperbolicFunctions<>), typeof(ILogarithmicFunctions<>), typeof(IPowerFunctions<>),
        typeof(IRootFunctions<>), typeof(ITrigonometricFunctions<>), typeof(IFloatingPointIeee754<>),
        typeof(INumberBase<>), typeof(INumber<>), typeof(IFloatingPoint<>), typeof(IBinaryNumber<>),
    ];

    public static string List()
    {
        List<string> lines = [];
        foreach (Type type in Scalars.Concat(Interfaces))
        {
            lines.AddRange(
                Members(type, name => Estimate().IsMatch(name) ? EstimateReason : Transcendental().IsMatch(name) ? LibmReason : null));
        }

        foreach (Type type in Vectors)
        {
            lines.AddRange(Members(type, name =>
                Estimate().IsMatch(name)
                    ? EstimateReason
                    : Transcendental().IsMatch(name) ? VectorReason : name is "Sum" or "Dot" ? OrderReason : null));
        }

        foreach (Type type in typeof(System.Runtime.Intrinsics.X86.Sse).Assembly.GetTypes().Where(IsHardware)
            .OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            lines.AddRange(Members(type, name => name.StartsWith("Reciprocal", StringComparison.Ordinal) ? EstimateReason : null));
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    [GeneratedRegex("Estimate$|Native$|^Lerp$")] // Lerp is made of MultiplyAddEstimate
    private static partial Regex Estimate();

    [GeneratedRegex("^(A?(Sin|Cos|Tan)(h|Pi)?|Atan2(Pi)?|SinCos(Pi)?|(Exp|Log)(2|10)?(M1|P1)?|Pow|Cbrt|RootN|Hypot)$")]
    private static partial Regex Transcendental();

    private static bool IsHardware(Type type) =>
        type.Namespace is "System.Runtime.Intrinsics.X86" or "System.Runtime.Intrinsics.Arm" && (type.IsPublic || type.IsNestedPublic);

    private static IEnumerable<string> Members(Type type, Func<string, string?> reason) =>
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let why = reason(method.Name)
        where why is not null
        let id = $"M:{Name(type)}.{method.Name}{Arity(method)}{Parameters(method)}"
        orderby id
        select $"{id}; {why}";

    private static string Arity(MethodInfo method) =>
        method.IsGenericMethod ? string.Create(CultureInfo.InvariantCulture, $"``{method.GetGenericArguments().Length}") : "";

    private static string Parameters(MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        return parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Name(parameter.ParameterType)))})";
    }

    // The identifiers of documentation comments: System.Runtime.Intrinsics.Vector128{``0}
    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition.ToString(CultureInfo.InvariantCulture);
        }

        if (type.HasElementType)
        {
            return Name(type.GetElementType()!) + (type.IsByRef ? "@" : type.IsPointer ? "*" : "[]");
        }

        StringBuilder name = new(type.DeclaringType is null ? type.Namespace : Name(type.DeclaringType));
        name.Append('.');
        bool isOpen = type.IsGenericTypeDefinition;
        name.Append(isOpen || !type.IsGenericType ? type.Name : type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]);
        if (type.IsGenericType && !isOpen)
        {
            name.Append('{').AppendJoin(',', type.GetGenericArguments().Select(Name)).Append('}');
        }

        return name.ToString();
    }
}
