using Epoche.Cli.Recipes;
using Epoche.Cli.Runs;
using Epoche.Tensors;

namespace Epoche.Cli.Imitation;

/// <summary>Learning a policy from records: <c>kind: imitation</c>.</summary>
internal sealed record ImitationRecipe : Recipe
{
    public const string Kind = "imitation";

    private const int MostPairs = 10_000_000;
    private const string Prefix = "imitation/";

    /// <summary>The name of a recipe, or the folder of a run.</summary>
    public required string Agent { get; init; }

    public required RecordOptions Records { get; init; }

    /// <summary>The networks, in the order of the table.</summary>
    public required IReadOnlyList<NetworkSize> Networks { get; init; }

    public required Func<Tensor, Tensor> Activation { get; init; }

    /// <summary>Whether inputs are brought to mean 0 and deviation 1.</summary>
    public required bool Normalize { get; init; }

    /// <summary>Passes over the records.</summary>
    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required OptimizerRecipe Optimizer { get; init; }

    /// <summary>How many episodes each network plays.</summary>
    public required int Episodes { get; init; }

    /// <summary>Updates of one network in a pass over the records.</summary>
    public int UpdatesPerEpoch => (Records.Pairs + BatchSize - 1) / BatchSize;

    /// <summary>The built-in recipe: the table of four networks, or the search for the smallest that plays.</summary>
    public static RecipeText BuiltIn(bool play)
    {
        string name = play ? "imitate-play" : "imitate";
        using StreamReader reader = new(typeof(ImitationRecipe).Assembly.GetManifestResourceStream($"{Prefix}{name}.yaml")!);
        return new RecipeText(name, $"{name}.yaml (built in)", reader.ReadToEnd());
    }

    /// <exception cref="CliException">Always: networks are trained for the epochs of the recipe.</exception>
    public override Recipe With(RunExtension extension) => throw new CliException($"--steps is not for '{Name}': its networks are trained for {Format.Count(Epochs, "epoch")} each. Begin another by 'epoche imitate --epochs N'.");

    public static ImitationRecipe Read(ConfigMap map, ulong seed)
    {
        ConfigMap records = map.Map("records");
        int pairs = records.Int("pairs", 1_000, Bounds.Between(2, MostPairs));
        int batchSize = Math.Min(pairs, map.Int("batch_size", 64, Bounds.Between(1, MostPairs)));
        int epochs = map.Int("epochs", 150, Bounds.Between(1, 100_000));
        long updates = (long)epochs * ((pairs + batchSize - 1) / batchSize);
        return new ImitationRecipe
        {
            Seed = seed,
            Agent = map.String("agent", "cartpole"),
            Records = new RecordOptions
            {
                Pairs = pairs,
                TestPairs = records.Int("test_pairs", 1_000, Bounds.Between(2, MostPairs)),
                Every = records.Int("every", 10, Bounds.Between(1, 10_000)),
                Noise = records.Float("noise", 0, Bounds.Unit),
            },
            Networks = ReadNetworks(map),
            Activation = Activations.Find(ChoiceReader.Read(map, "activation", "relu", [.. Activations.Names])),
            Normalize = map.Bool("normalize", true),
            Epochs = epochs,
            BatchSize = batchSize,
            Optimizer = OptimizerRecipe.Read(map.RequiredMap("optimizer"), updates),
            Episodes = map.Map("evaluation").Int("episodes", 1_000, Bounds.Between(1, 10_000_000)),
        };
    }

    private static List<NetworkSize> ReadNetworks(ConfigMap map)
    {
        List<NetworkSize> networks = [];
        foreach (ConfigNode node in map.RequiredList("networks"))
        {
            NetworkSize size = new([.. node.AsList().Select(units => units.AsInt(Bounds.Between(1, 1 << 16)))]);
            if (networks.Any(n => n.Name == size.Name))
            {
                throw node.Error($"is in the list twice: {size.Name}");
            }

            networks.Add(size);
        }

        return networks.Count > 0 ? networks : throw map.Error("networks", "needs one at least, such as [[256]]");
    }
}

/// <summary>How the agent's answers are recorded.</summary>
internal sealed record RecordOptions
{
    /// <summary>Pairs of an observation and an action to learn from.</summary>
    public required int Pairs { get; init; }

    /// <summary>Pairs to be judged on.</summary>
    public required int TestPairs { get; init; }

    /// <summary>One step in so many is recorded, by chance: 1 records every step.</summary>
    public required int Every { get; init; }

    /// <summary>The share of random actions that are taken instead of the agent's, 0 to 1.</summary>
    public required float Noise { get; init; }
}

/// <summary>The hidden layers of a network.</summary>
internal sealed class NetworkSize(IReadOnlyList<int> hidden)
{
    /// <summary>Units of each; none: a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; } = hidden;

    /// <summary>"linear", "256", "256×2", "64-32".</summary>
    public string Name => Written("×");

    /// <summary>The same as the name of a folder.</summary>
    public string FolderName => Written("x");

    private string Written(string times) =>
        Hidden.Count == 0 ? "linear"
        : Hidden.Count > 1 && Hidden.Distinct().Count() == 1 ? $"{Hidden[0]}{times}{Hidden.Count}"
        : string.Join('-', Hidden);
}
