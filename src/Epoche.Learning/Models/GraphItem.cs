using System.Globalization;

namespace Epoche;

/// <summary>A box of a model's picture: an input, a use of a layer, an output.</summary>
/// <param name="Name">What stands in its first line.</param>
/// <param name="Details">What stands in its second line.</param>
/// <param name="Kind">Which of the three.</param>
/// <param name="Sources">The boxes that lead to it, by their places in the list; all are before it.</param>
internal sealed record GraphItem(string Name, string Details, GraphItemKind Kind, int[] Sources)
{
    private const int LongestText = 100;

    /// <summary>What stands in its first line.</summary>
    public string Name { get; } = Shown.Cut(Name, LongestText);

    /// <summary>The boxes of a model that is built: its values in their order, then its outputs.</summary>
    internal static GraphItem[] Of(Model model)
    {
        GraphPlan plan = model.Plan;
        Shape[] shapes = model.ValueShapes.ToArray();
        List<GraphItem> items =
            [.. plan.Inputs.Select(input => new GraphItem(input.Name, ModelText.Batched(input.Shape), GraphItemKind.Input, []))];
        Dictionary<string, (long Count, bool IsFrozen)> numberOf = ModelSummary.Numbers(model);
        HashSet<int> seen = [];
        foreach (GraphCall call in plan.Calls)
        {
            Layer layer = plan.Layers[call.Layer];
            (long count, bool isFrozen) = numberOf.GetValueOrDefault(layer.Name);
            string numbers = count == 0 ? ""
                : !seen.Add(call.Layer) ? "shared"
                : string.Create(CultureInfo.InvariantCulture, $"{count:N0} parameters")
                    + (isFrozen ? ", frozen" : "");
            string kind = layer.Name == layer.Kind || layer.Name.StartsWith(layer.Kind + "_", StringComparison.Ordinal) ? "" : layer.Kind;
            string[] details = [kind, ModelText.Batched(shapes[items.Count]), numbers];
            items.Add(new GraphItem(
                call.Name, string.Join("  ", details.Where(text => text.Length > 0)), GraphItemKind.Layer, [.. call.Sources.Distinct()]));
        }

        items.AddRange(plan.Outputs.Select(
            output => new GraphItem(output.Name, ModelText.Batched(shapes[output.Value]), GraphItemKind.Output, [output.Value])));
        return [.. items];
    }
}

/// <summary>What a <see cref="GraphItem"/> stands for.</summary>
internal enum GraphItemKind
{
    Input,
    Layer,
    Output,
}
