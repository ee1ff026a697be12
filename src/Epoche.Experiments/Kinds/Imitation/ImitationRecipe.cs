using Epoche.Tensors;

namespace Epoche.Experiments;

/// <summary>Learning a policy from records: <c>kind: imitation</c>.</summary>
internal sealed record ImitationRecipe : Recipe, IDescribesResults, IHoldsPlayers
{
    private const int MostPairs = 10_000_000;

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

    /// <summary>The table of a study that is complete; null where there is none.</summary>
    public string? ReadDescription(RunFolder run) =>
        Path.Combine(run.Path, ImitationFiles.Table) is { } path && File.Exists(path) && File.Exists(run.ResultPath)
            ? ReadableFile.ReadText(path, ImitationFiles.MostTableBytes)
            : null;

    public IPlaysGames? Player(RunFolder run, string name, IRunSource runs)
    {
        string agent = Demonstrator.PathIn(run);
        return Networks.Any(network => network.FolderName == name) && RunFolder.IsRun(agent)
            ? new Pupil(Demonstrator.Imitable(agent, runs.Read(agent, Seed)), name)
            : null;
    }

    public static ImitationRecipe Read(ConfigMap map, ulong seed)
    {
        ConfigMap records = map.Map("records");
        int pairs = records.Int("pairs", 1_000, Bounds.Between(2, MostPairs));
        int batchSize = Math.Min(pairs, map.Int("batch_size", 64, Bounds.Between(1, MostPairs)));
        int epochs = map.Int("epochs", 150, Bounds.Between(1, 100_000));
        long updates = (long)epochs * ((pairs + batchSize - 1) / batchSize);
        string agent = map.String("agent", "cartpole"), portable = PathText.Portable(agent);
        if (portable != agent)
        {
            map.Write("agent", portable); // a recipe travels
        }

        return new ImitationRecipe
        {
            Seed = seed,
            Agent = portable,
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

    /// <summary>The networks, in the order of the table.</summary>
    public static List<NetworkSize> ReadNetworks(ConfigMap map)
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
