using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>The table that <see cref="Model.Summary"/> gives.</summary>
internal static class ModelSummary
{
    internal static string Of(Sequential model)
    {
        StringBuilder text = new();
        if (!model.IsBuilt)
        {
            return text.AppendJoin(Environment.NewLine, model.Layers.Select(l => $"{l.Name} ({l.Kind})")).AppendLine().Append("Not built yet.").ToString();
        }

        List<(string Layer, string Kind, string Output, string Count)> rows = [("layer", "kind", "output", "parameters"), ("input", string.Empty, Batched(model.InputShape), string.Empty)];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            Layer layer = model.Layers[i];
            long count = model.Parameters.Entries.Where(e => e.Name.StartsWith(layer.Name + "/", StringComparison.Ordinal)).Sum(e => (long)e.Shape.ElementCount);
            rows.Add((layer.Name, layer.Kind, Batched(model.ShapeAfter(i)), count.ToString("N0", CultureInfo.InvariantCulture)));
        }

        int a = rows.Max(r => r.Layer.Length), b = rows.Max(r => r.Kind.Length), c = rows.Max(r => r.Output.Length), d = rows.Max(r => r.Count.Length);
        foreach ((string layer, string kind, string output, string count) in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{layer.PadRight(a)}  {kind.PadRight(b)}  {output.PadRight(c)}  {count.PadLeft(d)}");
        }

        int total = model.Parameters.Count, trainable = model.Parameters.TrainableCount;
        text.Append(CultureInfo.InvariantCulture, $"{trainable:N0} parameters");
        return total == trainable ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $" and {total - trainable:N0} numbers in buffers").ToString();
    }

    private static string Batched(Shape shape) => $"[batch, {shape.ToString()[1..]}".Replace(", ]", "]", StringComparison.Ordinal);
}
