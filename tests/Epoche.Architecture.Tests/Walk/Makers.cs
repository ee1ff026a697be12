using System.Buffers;

namespace Epoche.Architecture.Tests.Walk;

/// <summary>One small object of each type that a constructor alone does not make well.</summary>
internal static partial class Makers
{
    private static readonly string s_folder = Directory.CreateTempSubdirectory("epoche-walk-").FullName;
    private static int s_paths;

    private static readonly Dictionary<Type, Func<object>> s_core = new()
    {
        [typeof(int)] = () => 2,
        [typeof(long)] = () => 2L,
        [typeof(float)] = () => 0.5f,
        [typeof(double)] = () => 0.5,
        [typeof(Tensor)] = () => Matrix,
        [typeof(float[,])] = () => new float[,] { { 0.1f, 0.2f }, { 0.3f, 0.4f } },
        [typeof(Shape)] = () => Shape.Create([3]),
        [typeof(Size2D)] = () => new Size2D(2, 2),
        [typeof(Rng)] = () => new Rng(1),
        [typeof(Tensors.Recurrence)] = () => new Tensors.Recurrence(Matrix, Matrix),
        [typeof(Canvas)] = () => new Canvas(8, 8),
        [typeof(PixelImage)] = () => PixelImage.Of(new Canvas(8, 8)),
        [typeof(RunImage)] = () => new RunImage(Png.Encode(new Canvas(8, 8))),
        [typeof(RunHistogram)] = () => RunHistogram.Of([1, 2, 3]),
        [typeof(RunEvent)] = () => new RunEvent("name", 1, 2.0),
        [typeof(IRunWriter)] = () => NullRunWriter.Instance,
        [typeof(NullRunWriter)] = () => NullRunWriter.Instance,
        [typeof(IStateful)] = () => Trainer(),
        [typeof(IStateLog)] = () => Replay(),
        [typeof(StateSaver)] = () => new StateSaver(new StateBuffer()),
        [typeof(StateLoader)] = Loader,
        [typeof(ParameterSlab)] = () => Network().Parameters,
        [typeof(ParameterInfo)] = () => Network().Parameters.Entries[0],
        [typeof(Uri)] = () => new Uri(NewPath() + "/"),
        [typeof(Stream)] = () => new MemoryStream(),
        [typeof(TextWriter)] = () => new StringWriter(),
        [typeof(TimeProvider)] = () => TimeProvider.System,
        [typeof(IBufferWriter<byte>)] = () => new ArrayBufferWriter<byte>(),
        [typeof(ReadOnlyMemory<byte>)] = () => (ReadOnlyMemory<byte>)Png.Encode(new Canvas(8, 8)),
        [typeof(IReadOnlyDictionary<string, Tensor>)] = () => new Dictionary<string, Tensor> { ["name"] = Matrix },
        [typeof(IReadOnlyDictionary<string, double>)] = () => new Dictionary<string, double> { ["name"] = 0.5 },
        [typeof(IReadOnlyDictionary<string, string>)] = () => new Dictionary<string, string> { ["key"] = "value" },
    };

    private static Tensor Matrix => Tensor.Of([0.1f, 0.2f, 0.7f, 0.3f, 0.3f, 0.4f, 0.5f, 0.25f, 0.25f, 0.6f, 0.2f, 0.2f], [4, 3]);

    /// <summary>A path where nothing is.</summary>
    public static string NewPath() => Path.Combine(s_folder, $"{s_paths++}");

    public static bool TryMake(Type type, out object? made)
    {
        Func<object>? maker = s_core.GetValueOrDefault(type) ?? s_learning.GetValueOrDefault(type)
            ?? s_probability.GetValueOrDefault(type) ?? s_reinforcement.GetValueOrDefault(type) ?? s_tracking.GetValueOrDefault(type)
            ?? s_experiments.GetValueOrDefault(type) ?? s_tuning.GetValueOrDefault(type);
        made = maker?.Invoke() ?? (type.Namespace == "Epoche" && !type.IsEnum && !type.IsArray && !type.IsSubclassOf(typeof(Delegate))
            ? Construct(type)
            : null);
        return made is not null;
    }

    public static void DeletePaths() => Directory.Delete(s_folder, recursive: true);

    /// <summary>By the constructor with the fewest parameters.</summary>
    private static object? Construct(Type type)
    {
        System.Reflection.ConstructorInfo? shortest =
            type.IsAbstract ? null : type.GetConstructors().MinBy(constructor => constructor.GetParameters().Length);
        return shortest is null ? null
            : Invoker.For(shortest)(
                null, [.. shortest.GetParameters().Select(parameter => Values.Sensible(parameter.ParameterType, parameter.Name!))]);
    }

    private static StateLoader Loader()
    {
        StateBuffer values = new();
        new StateSaver(values).Write("name", 1);
        return new StateLoader(values.ToArray(), "test", (_, _) => { });
    }
}
