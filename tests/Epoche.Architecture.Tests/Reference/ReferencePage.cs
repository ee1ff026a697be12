using System.Reflection;
using System.Text.RegularExpressions;

namespace Epoche.Architecture.Tests.Reference;

/// <summary>The page of everything there is to choose from, made from the registries, the public types and their documentation.</summary>
internal static partial class ReferencePage
{
    public const string Path = "docs/reference.md";

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private const string Head = """
        # Reference

        Everything there is to choose from, in one line each; an editor shows shapes, ranges and exceptions too. A default of `null` is the
        usual choice, which the documentation of the member names. Records of options have [a page of their own](options.md).

        This page is made from the registries and the documentation in the code. `EPOCHE_ACCEPT=1 ./test architecture` writes it; a test
        compares.

        """;

    private static readonly string[] s_layers = ["kind in files", "layer", "shapes, for example, without the batch", "what it does"];
    private static readonly string[] s_environments = ["name", "observation", "actions", "time limit", "what it is"];

    private static readonly Type[] s_public =
        [.. Libraries.Names.SelectMany(name => Libraries.Load(name).GetExportedTypes()).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static string Write() => Head + string.Concat(Sections().Select(section => section.ToString()));

    private static IEnumerable<ReferenceSection> Sections() =>
    [
        .. Operations(),
        new("Losses", More("training.md"), ["loss", "what it is"], Functions("Ops.Losses")),
        new("Layers", More("layers.md"), s_layers, Concrete<Layer>().Select(Layer)),
        new("Activations", More("layers.md"), ["name in recipes and files"], Activations.Names.Select(name => Cells($"`{name}`"))),
        new("Initializers", More("layers.md"), ["name in recipes", "initializer", "what it does"], Initializers()),
        new("Optimizers", More("training.md"), ["name in recipes", "optimizer", "what it does"], OptimizerRegistry.All.Select(Optimizer)),
        new("Schedules", More("training.md"), ["schedule", "what it gives"], Schedules()),
        new("Callbacks", More("training.md#callbacks"), ["callback", "what it does"], Types<TrainingCallback>()),
        new("Metrics", More("training.md#metrics"), ["name in logs", "metric", "what it measures"], Concrete<Metric>().Select(Metric)),
        new("Trainings", More("training.md#the-loop"), ["what the loop runs", "what it is"], Types<ITraining>()),
        new("Environments", More("environments.md"), s_environments, EnvironmentRegistry.All.Select(Row)),
        new("Wrappers", More("environments.md#wrappers"), ["wrapper of an environment", "what it does"], Wrappers()),
        new("Agents", More("agents.md"), ["agent", "options", "what it is"], Concrete<Agent>().Select(Agent)),
        new("Policies", More("environments.md#a-custom-policy"), ["policy", "what it does"], Types<IPolicy>()),
        new("Distributions", More("probability.md#distributions"), ["distribution", "what it is"], Types<Distribution>()),
        new("Contexts of programs", More("probability.md#contexts"), ["context", "what it does"], Types<ProgramContext>()),
        new("Predictives", More("probability.md#predictives"), ["predictive", "what it is"], Types<IPredictive>()),
        new("Scores of doubt", More("refusal.md#scores-of-doubt"), ["score", "what it is"], Types<DoubtScore>()),
        new("Rules of refusal", More("refusal.md#choosing-a-threshold"), ["rule", "what it is"], Types<RefusalRule>()),
        new("Scores of prediction sets", More("refusal.md#answers-of-several-classes"), ["score", "what it is"], Types<SetScore>()),
        new("Recipes", More("recipes.md"), ["name", "what it trains"], RecipeCatalog.Names.Select(Recipe)),
    ];

    private static IEnumerable<ReferenceSection> Operations()
    {
        string[] functions = ["function of `Ops`", "what it gives"], methods = ["function or operator of `Tensor`", "what it gives"];
        return
        [
            new("Operations", More("engine.md#tensors"), functions, Functions("Ops")),
            new("Convolutions and pooling", More("engine.md#images"), functions, Functions("Ops.Convolutions")),
            new("Normalizations and tables", More("layers.md"), functions, Functions("Ops.Normalizations")),
            new("Recurrences", More("layers.md#recurrent-layers"), functions, Functions("Ops.Recurrences")),
            new("Tensors: making", More("engine.md#tensors"), methods, Functions("Tensor.Create")),
            new("Tensors: arithmetic", More("engine.md#tensors"), methods, Functions("Tensor.Arithmetic")),
            new("Tensors: reductions", More("engine.md#tensors"), methods, Functions("Tensor.Reduce")),
            new("Tensors: shapes", More("engine.md#tensors"), methods, Functions("Tensor.Layout")),
        ];
    }

    private static string More(string page) => $"More: [{page.Split('#')[0]}]({page})";

    /// <summary>Public types that are one of a kind and can be made, in the order of their names.</summary>
    private static IEnumerable<Type> Concrete<T>() => s_public.Where(type => typeof(T).IsAssignableFrom(type) && !type.IsAbstract);

    private static IEnumerable<string[]> Types<T>() => Concrete<T>().Select(Row);

    /// <summary>The public functions that a file of a partial type declares, in its order.</summary>
    private static IEnumerable<string[]> Functions(string file)
    {
        Type type = file.StartsWith("Ops", StringComparison.Ordinal) ? typeof(Tensors.Ops) : typeof(Tensor);
        MatchCollection declared = Declaration().Matches(Repository.Read($"src/Epoche.Core/Tensors/{file}.cs"));
        return from name in declared.Select(match => match.Groups[1].Value).Distinct()
               from method in type.GetMethods(Declared)
               where method.Name == name || Signatures.Operator(method) == name
               select Row(method);
    }

    private static string[] Row(MethodInfo method) => [Signatures.Call(method), Summaries.Of(method)];

    private static string[] Row(Type type) => [Signatures.Made(type), Summaries.Of(type)];

    private static string[] Row(EnvironmentEntry entry) =>
        [$"`{entry.Name}`", $"{entry.Spec.Observation}", $"{entry.Spec.Actions}", Signatures.Text(entry.Spec.TimeLimit), entry.Summary];

    private static string[] Layer(Type type)
    {
        FieldInfo kind = type.GetField("KindName", BindingFlags.Static | BindingFlags.NonPublic)!; // as LayerRegistry's table has it
        return [$"`{kind.GetRawConstantValue()}`", Signatures.Made(type), LayerShapes.Example(type), Summaries.Of(type)];
    }

    private static string[] Optimizer(OptimizerRegistry.Entry entry)
    {
        Optimizer made = entry.Create(0.1f, [.. entry.Settings.Select(setting => setting.Default)]);
        return [$"`{entry.Name}`", .. Row(made.GetType())];
    }

    private static string[] Metric(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors()[0];
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue
            : parameter.ParameterType == typeof(float) ? 0.5f
            : parameter.ParameterType == typeof(int) ? 5
            : (object)(Func<Metric>)(() => new RocAuc()))];
        return [$"`{((Metric)constructor.Invoke(arguments)).Name}`", .. Row(type)];
    }

    private static string[] Agent(Type type)
    {
        string options = type.GetConstructors().SelectMany(made => made.GetParameters()).First(IsOptions).ParameterType.Name;
        string[] row = Row(type);
        return [row[0], $"[{options}](options.md#{options.ToLowerInvariant()})", row[1]];
    }

    private static string[] Recipe(string name) => [$"`{name}`", RecipeCatalog.BuiltIn(name).Summary];

    private static bool IsOptions(System.Reflection.ParameterInfo parameter) =>
        typeof(AgentOptions).IsAssignableFrom(parameter.ParameterType);

    private static string[] Cells(params string[] cells) => cells;

    private static IEnumerable<string[]> Schedules() => typeof(Schedule).GetMethods(Declared)
        .Where(method => method.ReturnType == typeof(Schedule) && !method.IsSpecialName).Select(Row);

    private static IEnumerable<string[]> Initializers() =>
        from property in typeof(Initializer).GetProperties(BindingFlags.Static | BindingFlags.Public)
        where property.PropertyType == typeof(Initializer)
        let initializer = (Initializer)property.GetValue(null)!
        select Cells($"`{initializer.Name}`", $"`Initializer.{property.Name}`", Summaries.Of(property));

    private static IEnumerable<string[]> Wrappers() => s_public.Where(IsWrapper).Select(Row);

    /// <summary>Whether it is an environment made of another one.</summary>
    private static bool IsWrapper(Type type)
    {
        bool isEnvironment = typeof(IEnvironment).IsAssignableFrom(type) || typeof(IBatchEnvironment).IsAssignableFrom(type);
        bool isMadeOfOne = type.GetConstructors().SelectMany(made => made.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(IBatchEnvironment));
        return isEnvironment && !type.IsAbstract && (type.IsGenericType || isMadeOfOne);
    }

    [GeneratedRegex(@"^    public (?:static )?(?:Tensor|Recurrence) (?:operator )?(\w+|\W+)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
