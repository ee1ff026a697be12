namespace Epoche.Experiments;

/// <summary>That the best trials of a study are trained again before one of them wins: <c>finals: {trials: 4, seeds: 10}</c>.</summary>
/// <param name="Trials">How many.</param>
/// <param name="Seeds">With which seeds, of which no trial and no test has one.</param>
internal sealed record StudyFinals(int Trials, IReadOnlyList<ulong> Seeds)
{
    private const ulong FirstSeed = 500;

    /// <summary>Reads the key <c>finals</c>; null where it is missing.</summary>
    /// <exception cref="ConfigurationException">It is no such thing.</exception>
    public static StudyFinals? Read(ConfigMap study) => study.OptionalMap("finals") is { } map
        ? new(map.Int("trials", 3, Bounds.Between(2, 100)), SeedReader.Read(map, "seeds", 10, FirstSeed, least: 1))
        : null;
}
