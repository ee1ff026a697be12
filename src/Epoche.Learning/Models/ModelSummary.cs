using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>The table that <see cref="Model.Summary"/> gives: a row for each use of a layer, and, where the model is not just a sequence, what it is applied to.</summary>
internal static class ModelSummary
{
    internal static string Of(Model model)
    {
        StringBuilder text = new();
        if (!model.IsBuilt)
        {
            return text.AppendJoin(Environment.NewLine, model.Layers.Select(l => $"{l.Name} ({l.Kind})")).AppendLine().Append("Not built yet.").ToString();
        }

        string[][] rows = [.. Rows(model)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, i) => i == 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }

        return text.Append(Total(model)).ToString();
    }

    /// <summary>How many numbers a layer has, buffers included.</summary>
    internal static long CountOf(Model model, Layer layer) => model.Parameters.Entries.Where(entry => IsOf(model, layer, entry)).Sum(entry => (long)entry.Shape.ElementCount);

    /// <summary>Whether the optimizer leaves all of a layer's parameters as they are.</summary>
    internal static bool IsFrozen(Model model, Layer layer)
    {
        int[] own = [.. Enumerable.Range(0, model.Parameters.Entries.Count).Where(i => model.Parameters.Entries[i].Kind == ParameterKind.Parameter && IsOf(model, layer, model.Parameters.Entries[i]))];
        return own.Length > 0 && Array.TrueForAll(own, model.Parameters.IsFrozen);
    }

    private static IEnumerable<string[]> Rows(Model model)
    {
        GraphPlan plan = model.Plan;
        bool isSequence = model is Sequential;
        Shape[] shapes = model.ValueShapes.ToArray();
        string[] Row(params string[] cells) => isSequence ? cells[..4] : cells;
        yield return Row("layer", "kind", "output", "parameters", "of");
        for (int i = 0; i < plan.Inputs.Length; i++)
        {
            yield return Row(plan.Inputs[i].Name, isSequence ? "" : "input", ModelText.Batched(shapes[i]), "", "");
        }

        HashSet<int> seen = [];
        for (int i = 0; i < plan.Calls.Length; i++)
        {
            GraphCall call = plan.Calls[i];
            Layer layer = plan.Layers[call.Layer];
            string count = !seen.Add(call.Layer) ? "shared" : CountOf(model, layer).ToString("N0", CultureInfo.InvariantCulture) + (IsFrozen(model, layer) ? " frozen" : "");
            yield return Row(call.Name, layer.Kind, ModelText.Batched(shapes[plan.Inputs.Length + i]), count, string.Join(", ", call.Sources.Select(plan.NameOf)));
        }

        foreach ((string name, int value) in isSequence ? [] : plan.Outputs)
        {
            yield return Row(name, "output", ModelText.Batched(shapes[value]), "", plan.NameOf(value));
        }
    }

    private static string Total(Model model)
    {
        ParameterSlab slab = model.Parameters;
        int frozen = Enumerable.Range(0, slab.Entries.Count).Where(slab.IsFrozen).Sum(i => slab.Entries[i].Shape.ElementCount);
        int learned = slab.TrainableCount, buffers = slab.Count - learned - frozen;
        string text = string.Create(CultureInfo.InvariantCulture, $"{learned + frozen:N0} parameters");
        text += frozen == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({frozen:N0} of them frozen)");
        return text + (buffers == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {buffers:N0} numbers in buffers"));
    }

    // A part 'a' may have a layer 'a/b' beside a layer 'a' of the model: the longest name that fits is the owner's.
    private static bool IsOf(Model model, Layer layer, ParameterInfo entry) => IsUnder(layer.Name, entry)
        && !model.Layers.Any(other => other.Name.Length > layer.Name.Length && IsUnder(other.Name, entry));

    private static bool IsUnder(string name, ParameterInfo entry) =>
        entry.Name.Length > name.Length && entry.Name[name.Length] == '/' && entry.Name.StartsWith(name, StringComparison.Ordinal);
}
