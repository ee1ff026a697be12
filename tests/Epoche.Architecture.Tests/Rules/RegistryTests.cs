using System.Reflection;
using Epoche.Autodiff;

namespace Epoche.Architecture.Tests.Rules;

/// <summary>Registries are tables in code; these tests see to it that nothing that exists is missing from its table.</summary>
public sealed class RegistryTests
{
    private static readonly Assembly s_learning = typeof(Layer).Assembly, s_reinforcement = typeof(IEnvironment).Assembly;

    // Made of a file, or by another program, under a name that says which.
    private static readonly Type[] s_named =
        [
        typeof(Market), typeof(Simulation.AtariGame), typeof(Simulation.AtariBatch), typeof(Simulation.PythonEnvironment),
        typeof(Simulation.PythonBatch),
    ];

    [Fact]
    public void Every_operation_is_in_the_op_table()
    {
        IEnumerable<string> declared = typeof(OpTable).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Where(field => field.FieldType == typeof(Op)).Select(field => ((Op)field.GetValue(null)!).Name);

        AssertSame(declared, OpTable.All.Select(op => op.Name));
    }

    [Fact]
    public void Every_layer_is_in_its_registry() => AssertSame(
        Concrete(s_learning, typeof(Layer)).Select(
            type => (string?)type.GetField("KindName", BindingFlags.Static | BindingFlags.NonPublic)?.GetRawConstantValue() ?? type.Name),
        LayerRegistry.Kinds);

    [Fact]
    public void Every_optimizer_is_in_its_registry() => AssertSame(
        Concrete(s_learning, typeof(Optimizer)).Select(type => type.Name),
        OptimizerRegistry.All.Select(entry => entry.Create(0.1f, [.. entry.Settings.Select(setting => setting.Default)]).GetType().Name));

    [Fact]
    public void Every_initializer_is_in_its_list() => AssertSame(
        typeof(Initializer).GetProperties(BindingFlags.Static | BindingFlags.Public)
            .Where(property => property.PropertyType == typeof(Initializer))
            .Select(property => ((Initializer)property.GetValue(null)!).Name),
        Initializer.All.Select(initializer => initializer.Name));

    [Fact]
    public void Every_distribution_is_among_the_cases_of_its_kit() => AssertSame(
        Concrete(typeof(Distribution).Assembly, typeof(Distribution)).Where(type => type.IsPublic).Select(type => type.Name),
        Epoche.Conformance.Distributions.DistributionCases.All.Select(distribution => distribution.Create().GetType().Name).Distinct());

    [Fact]
    public void Every_environment_is_in_its_registry() => AssertSame(
        Concrete(s_reinforcement, typeof(IEnvironment)).Except(s_named).Select(type => type.Name),
        EnvironmentRegistry.All.Select(entry => entry.Create().GetType().Name).Distinct());

    [Fact]
    public void Every_batch_environment_is_in_its_registry() => Assert.Subset(
        EnvironmentRegistry.All.Select(BatchType).ToHashSet(),
        Concrete(s_reinforcement, typeof(IBatchEnvironment)).Except(s_named).ToHashSet());

    private static Type BatchType(EnvironmentEntry entry)
    {
        using IBatchEnvironment batch = entry.CreateBatch(1);
        return batch.GetType();
    }

    // Generic types, and those made of another one of their kind, are wrappers: they have no rules of their own.
    private static IEnumerable<Type> Concrete(Assembly library, Type kind) =>
        library.GetTypes().Where(type => kind.IsAssignableFrom(type) && !type.IsAbstract && !type.IsGenericType
            && !type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == kind)));

    private static void AssertSame(IEnumerable<string> declared, IEnumerable<string> registered) =>
        Assert.Equal(declared.Order(StringComparer.Ordinal), registered.Order(StringComparer.Ordinal));
}
