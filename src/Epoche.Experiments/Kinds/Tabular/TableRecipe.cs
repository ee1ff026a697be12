namespace Epoche.Experiments;

/// <summary>A training of a table: <c>kind: table</c>.</summary>
internal sealed record TableRecipe : AgentRecipe
{
    private static readonly Dictionary<string, TableMethod> s_methods = new()
    {
        ["q-learning"] = TableMethod.QLearning,
        ["double-q-learning"] = TableMethod.DoubleQLearning,
        ["sarsa"] = TableMethod.Sarsa,
        ["expected-sarsa"] = TableMethod.ExpectedSarsa,
    };

    private static readonly Dictionary<string, TraceKind> s_traces = new()
    {
        ["replacing"] = TraceKind.Replacing,
        ["accumulating"] = TraceKind.Accumulating,
        ["dutch"] = TraceKind.Dutch,
    };

    public required TableOptions Options { get; init; }

    /// <summary>The probability of a random action in the final evaluation: what the policy earns while it explores.</summary>
    public required double FinalEpsilon { get; init; }

    /// <inheritdoc/>
    public override AgentOptions Settings => Options;

    /// <summary>How many rows the table has.</summary>
    public long Rows => Options.Tiles is { } tiles
        ? tiles.CountRows()
        : Spec.Layout is [var part, ..] ? part.Values : 1;

    public static TableRecipe Read(ConfigMap map, RecipeContext context)
    {
        EnvironmentReader environments = new(context.Environments);
        EnvironmentEntry environment = environments.Read(map, "environment");
        EnvironmentSpec spec = AgentKeys.SpecOf(environment, environment.Frames);
        TileOptions? tiles = map.OptionalMap("tiles") is { } cut ? ReadTiles(cut, spec) : null;
        ConfigMap evaluation = map.Map("evaluation");
        TableOptions defaults = new();
        return new TableRecipe
        {
            Environment = environment,
            Spec = spec,
            Environments = map.Int("environments", 1, Bounds.Between(1, 65_536)),
            Steps = AgentKeys.Limit(map, "steps", other: "episodes"),
            Episodes = AgentKeys.Limit(map, "episodes", other: "steps"),
            Options = defaults with
            {
                Method = s_methods[ChoiceReader.Read(map, "method", "q-learning", s_methods.Keys)],
                Discount = map.Float("discount", defaults.Discount, Bounds.Unit),
                StepSize = ReadStepSize(map.Required("step_size")),
                Lambda = map.Float("lambda", defaults.Lambda, Bounds.Unit),
                Traces = s_traces[ChoiceReader.Read(map, "traces", "replacing", s_traces.Keys)],
                Epsilon = AgentKeys.ReadEpsilon(map.Required("epsilon")),
                InitialValue = map.Float("initial_value", defaults.InitialValue),
                Tiles = tiles,
                Selection = AgentKeys.ReadSelection(evaluation, environment, spec, environments),
                Seed = context.Seed,
            },
            FinalEpisodes = AgentKeys.FinalEpisodes(map),
            FinalEpsilon = evaluation.Double("final_epsilon", 0, Bounds.Unit),
            Notices = environments.Notices,
        };
    }

    /// <inheritdoc/>
    public override Agent CreateAgent(EnvironmentSpec spec) => new TableAgent(spec, Options);

    /// <summary>A number, or <c>{power: w}</c> for 1/n^w in the n-th update of a state and an action.</summary>
    private static StepSize ReadStepSize(ConfigNode node)
    {
        Bounds bounds = Bounds.Above(0) with { High = 1 };
        return node is ConfigMap map ? StepSize.Power(map.RequiredFloat("power", bounds)) : StepSize.Constant(node.AsFloat(bounds));
    }

    private static TileOptions ReadTiles(ConfigMap map, EnvironmentSpec spec)
    {
        TileOptions defaults = new() { Low = [], High = [] };
        TileOptions tiles = defaults with
        {
            Low = Numbers(map, "low", spec.Observation.ElementCount),
            High = Numbers(map, "high", spec.Observation.ElementCount),
            Tilings = map.Int("tilings", defaults.Tilings, Bounds.Between(1, 1 << 16)),
            Cells = map.Int("cells", defaults.Cells, Bounds.Between(1, 1 << 16)),
        };
        try
        {
            tiles.CountRows();
        }
        catch (ArgumentException exception)
        {
            throw map.Error("cells", $"is too many: {ErrorText.Of(exception)}");
        }

        return tiles;
    }

    private static float[] Numbers(ConfigMap map, string key, int count)
    {
        float[] numbers = [.. map.RequiredList(key).Select(node => node.AsFloat())];
        return numbers.Length == count
            ? numbers
            : throw map.Required(key).Error($"must be {count} numbers, one for each that the environment shows; received {numbers.Length}");
    }
}
