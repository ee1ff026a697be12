namespace Epoche.Experiments;

/// <summary>The table of vectors that a network begins with where it sees indices: the key <c>network.embedding</c>.</summary>
/// <param name="Values">How many values an index has.</param>
/// <param name="Width">Numbers of a vector.</param>
internal sealed record EmbeddingRecipe(int Values, int Width)
{
    private const string Key = "embedding";
    private const int DefaultWidth = 64;

    /// <summary>Null where the environment shows something else than indices.</summary>
    /// <exception cref="ConfigurationException">The key is there although it does, or its value is out of range.</exception>
    public static EmbeddingRecipe? Read(ConfigMap map, EnvironmentSpec spec)
    {
        if (spec.Layout is [{ Kind: ObservationKind.Index } index])
        {
            return new(index.Values, map.Int(Key, DefaultWidth, Bounds.Between(1, 1 << 16)));
        }

        return map.Contains(Key)
            ? throw map.Required(Key).Error(
                $"is for environments that show the index of a state; {spec.Name} shows {spec.Observation}. Leave it out")
            : null;
    }
}
