namespace Epoche.Experiments;

/// <summary>
/// Keys that only some kinds of inference know. Where <c>--set inference=…</c> chooses another kind than the recipe's file does, they give
/// way.
/// </summary>
internal static class InferenceKeys
{
    private static readonly InferenceKind[] Losses = [InferenceKind.Ensemble, InferenceKind.Dropout, InferenceKind.Laplace];

    private static readonly (string Section, string? Key, InferenceKind[] Kinds)[] Table =
    [
        ("ensemble", null, [InferenceKind.Ensemble]),
        ("variational", null, [InferenceKind.Variational]),
        ("outliers", null, Losses),
        ("network", "dropout", Losses),
        ("optimizer", "clip_value", Losses),
        ("prediction", "samples", [InferenceKind.Variational, InferenceKind.Dropout, InferenceKind.Laplace]),
        ("prediction", "forced", [InferenceKind.Variational]),
        ("prediction", "forced_samples", [InferenceKind.Variational]),
    ];

    /// <summary>Takes out what the chosen kind does not know and the user did not set.</summary>
    /// <exception cref="ConfigurationException">A section belongs to another kind.</exception>
    public static void Settle(ConfigMap map, InferenceKind inference)
    {
        bool isChanged = map.IsSet("inference");
        foreach ((string section, string? key, InferenceKind[] kinds) in Table.Where(row => !row.Kinds.Contains(inference)))
        {
            ConfigMap? owner = key is null ? map : map.OptionalMap(section);
            string name = key ?? section;
            if (isChanged && owner is not null && !owner.IsSet(name))
            {
                owner.Remove(name);
            }

            if (key is null && kinds.Length == 1 && map.Contains(section))
            {
                throw map.Error(section, $"belongs to 'inference: {NameOf(kinds[0])}', and inference is {NameOf(inference)}; leave the "
                    + $"section out, or set inference to {NameOf(kinds[0])}");
            }
        }
    }

    private static string NameOf(InferenceKind kind) => kind.ToString().ToLowerInvariant();
}
