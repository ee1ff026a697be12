namespace Epoche.Cli.Recording;

/// <summary>The weights of a model as distributions, one for each tensor that training learns.</summary>
internal static class WeightHistograms
{
    public static void Weights(this IRunWriter writer, long step, Model model) => writer.Weights(step, model.Parameters, "");

    /// <param name="writer">Where to.</param>
    /// <param name="step">The step.</param>
    /// <param name="slab">The weights.</param>
    /// <param name="scope">What stands before their names.</param>
    public static void Weights(this IRunWriter writer, long step, ParameterSlab slab, string scope)
    {
        foreach (ParameterInfo entry in slab.Entries.Where(entry => entry.Kind == ParameterKind.Parameter))
        {
            writer.Histogram($"weights/{scope}{entry.Name}", step, slab.Values.Slice(entry.Offset, entry.Shape.ElementCount));
        }
    }
}
