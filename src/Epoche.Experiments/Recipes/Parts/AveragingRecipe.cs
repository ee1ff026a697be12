namespace Epoche.Experiments;

/// <summary>How weights are averaged over the updates: the section <c>weight_averaging</c> of a recipe.</summary>
internal sealed record AveragingRecipe
{
    private const string Exponential = "ema", Equal = "swa";

    /// <summary>The decay of an exponential average; null for an equal one.</summary>
    public float? Decay { get; private init; }

    /// <summary>Whether the decay rises to that.</summary>
    public bool WarmsUp { get; private init; }

    /// <summary>The share of the training after which weights are taken.</summary>
    public double From { get; private init; }

    /// <summary>Updates between two that are taken; null: those of an epoch.</summary>
    public int? Every { get; private init; }

    /// <summary>The averaging; null where the section is missing.</summary>
    /// <param name="recipe">The whole recipe.</param>
    public static AveragingRecipe? Read(ConfigMap recipe)
    {
        if (recipe.OptionalMap("weight_averaging") is not { } map)
        {
            return null;
        }

        return ChoiceReader.Read(map, "kind", Exponential, [Exponential, Equal]) == Exponential
            ? new()
            {
                Decay = map.Float("decay", 0.999f, new Bounds { Low = 0, High = 1, ExcludesHigh = true }),
                WarmsUp = map.Bool("warm_up", false),
            }
            : new()
            {
                From = map.Double("from", 0.75, new Bounds { Low = 0, High = 1, ExcludesHigh = true }),
                Every = map.TryGet("every", out ConfigNode? every) ? every.AsInt(Bounds.AtLeast(1)) : null,
            };
    }

    /// <summary>The averaging of a training. Its last weights that can be taken always are.</summary>
    /// <param name="updates">Updates of the whole training.</param>
    /// <param name="epoch">Updates of an epoch.</param>
    public WeightAveraging Of(long updates, int epoch)
    {
        if (Decay is { } decay)
        {
            return WeightAveraging.Exponential(decay, WarmsUp);
        }

        long every = Math.Min(Every ?? epoch, updates), last = updates - (updates % every);
        return WeightAveraging.Equal(Math.Clamp((long)Math.Ceiling(From * updates), 1, last), every);
    }
}
