namespace Epoche.Cli.Recording;

/// <summary>The weights of a model as distributions, one for each tensor that training learns.</summary>
internal static class WeightHistograms
{
    public static void Weights(this IRunWriter writer, long step, Model model)
    {
        foreach (ParameterInfo entry in model.Parameters.Entries.Where(entry => entry.Kind == ParameterKind.Parameter))
        {
            writer.Histogram($"weights/{entry.Name}", step, model.Parameters.Values.Slice(entry.Offset, entry.Shape.ElementCount));
        }
    }
}
