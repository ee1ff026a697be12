namespace Epoche;

/// <summary>An optimizer and how gradients are clipped before it: the section <c>optimizer</c> of a recipe.</summary>
public sealed record OptimizerRecipe
{
    /// <summary>The optimizer.</summary>
    public required Optimizer Optimizer { get; init => field = NotNull.Of(value); }

    /// <summary>The learning rate over the updates, from 1.</summary>
    public required Schedule LearningRate { get; init => field = NotNull.Of(value); }

    /// <summary>The largest norm of a gradient, above 0; null: not clipped.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>The largest element of a gradient, above 0; null: not clipped.</summary>
    public float? ClipValue { get; init; }

    /// <summary>Parameters that are updated otherwise than the rest.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init => field = NotNull.Of(value); } = [];

    /// <summary>Reads the section.</summary>
    /// <param name="map">The section.</param>
    /// <param name="updates">
    /// How many updates the whole training has, where that is known: the length of a schedule that states none.
    /// </param>
    /// <exception cref="ConfigurationException">The kind or the learning rate is missing, or a value is out of range.</exception>
    public static OptimizerRecipe Read(ConfigMap map, long? updates = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        string kind = map.RequiredChoice("kind", [.. OptimizerRegistry.All.Select(e => e.Name)]);
        OptimizerRegistry.Entry entry = OptimizerRegistry.Find(kind);
        Schedule learningRate = ScheduleReader.Read(map.Required("learning_rate"), Bounds.NonNegative, updates);
        float[] settings = [.. entry.Settings.Select(s => Setting(map, s.Name, s.Default))];
        if (entry.Name == "sgd" && map.Bool("nesterov", false) && map.Float("momentum", 0) == 0)
        {
            throw map.Required("nesterov").Error("needs a momentum above 0; set momentum, such as 0.9, or nesterov to false");
        }

        return new OptimizerRecipe
        {
            Optimizer = entry.Create(learningRate, settings),
            LearningRate = learningRate,
            ClipNorm = map.OptionalFloat("clip_norm", Bounds.Positive),
            ClipValue = map.OptionalFloat("clip_value", Bounds.Positive),
        };
    }

    /// <summary>Options of a trainer with this optimizer.</summary>
    /// <param name="seed">The seed of dropout and the like.</param>
    public TrainerOptions ToTrainerOptions(ulong seed) =>
        new() { Optimizer = Optimizer, ClipNorm = ClipNorm, ClipValue = ClipValue, Groups = Groups, Seed = seed };

    /// <summary>Reads the section where it may have <c>groups</c> of a network's parameters.</summary>
    internal static OptimizerRecipe Read(ConfigMap map, long updates, NetworkRecipe network, Shape input, Shape image)
    {
        OptimizerRecipe recipe = Read(map, updates);
        return recipe with { Groups = GroupRecipe.ReadAll(map, recipe.Optimizer, network, input, image) };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Optimizer}";

    private static float Setting(ConfigMap map, string name, float fallback) => name switch
    {
        "nesterov" => map.Bool(name, fallback != 0) ? 1 : 0,
        "epsilon" => map.Float(name, fallback, Bounds.Positive),
        "weight_decay" => map.Float(name, fallback, Bounds.NonNegative),
        _ => map.Float(name, fallback, new Bounds { Low = 0, High = 1, ExcludesHigh = true }),
    };
}
