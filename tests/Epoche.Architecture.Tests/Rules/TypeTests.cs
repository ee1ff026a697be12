using System.Reflection;
using System.Runtime.CompilerServices;

namespace Epoche.Architecture.Tests.Rules;

public sealed class TypeTests
{
    public static TheoryData<string> Names => [.. Libraries.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_class_is_sealed_or_abstract(string library) => Violations.None(
        from type in Libraries.Load(library).GetTypes()
        where type.IsClass && !type.IsSealed && !type.IsAbstract && !IsGenerated(type)
        select type.FullName);

    [Theory]
    [MemberData(nameof(Names))]
    public void Public_types_need_one_using(string library) => Violations.None(
        from type in Libraries.Load(library).GetExportedTypes()
        where !IsGenerated(type) && type.Namespace is not ("Epoche" or "Epoche.Tensors")
        select $"{type.FullName}: public types live in the namespace Epoche, whatever their folder");

    [Fact]
    public void No_namespace_is_called_like_a_type()
    {
        List<Type> types = [.. Libraries.Names.SelectMany(name => Libraries.Load(name).GetTypes()).Where(type => !IsGenerated(type))];
        HashSet<string> names = [.. types.Where(type => type.Namespace == "Epoche").Select(type => type.Name)];

        IEnumerable<string> spaces = types.Select(type => type.Namespace ?? "").Distinct()
            .Where(space => space.StartsWith("Epoche.", StringComparison.Ordinal));

        Assert.DoesNotContain(spaces, space => names.Contains(space.Split('.')[1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_foreign_type_shows_in_public(string library) => Violations.None(
        from type in Libraries.Load(library).GetExportedTypes()
        from used in PublicSignature.Types(type)
        let assembly = used.Assembly.GetName().Name!
        where !assembly.StartsWith("System.", StringComparison.Ordinal) && !assembly.StartsWith("Epoche.", StringComparison.Ordinal)
            || assembly == "System.CommandLine"
        select $"{type.FullName} shows {used.FullName} of {assembly}");

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.Contains('<', StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
