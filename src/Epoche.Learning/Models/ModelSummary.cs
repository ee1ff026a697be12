using System.Globalization;
using System.Text;

namespace Epoche;

/// <summary>
/// The table that <see cref="Model.Summary"/> gives: a row for each use of a layer, and, where the model is not just a
/// sequence, what it is applied to.
/// </summary>
internal static class ModelSummary
{
    private const int MostRows = 1_000, MostSources = 8, LongestCell = 200;

    internal static string Of(Model model)
    {
        StringBuilder text = new();
        if (!model.IsBuilt)
        {
            return text.AppendJoin(Environment.NewLine, model.Layers.Select(l => $"{l.Name} ({l.Kind})")).AppendLine()
                .Append("Not built yet.").ToString();
        }

        string[][] rows = [.. Rows(model).Take(MostRows + 1)];
        int leftOut = (model is Sequential ? 0 : model.Plan.Outputs.Length) + model.Plan.ValueCount + 1 - rows.Length;
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            text.AppendLine(
                string.Join("  ", row.Select((cell, i) => i == 3 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }

        if (leftOut > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"… {leftOut:N0} more rows are left out");
        }

        return text.Append(Total(model)).ToString();
    }

    /// <summary>
    /// How many numbers each layer has, buffers included, and whether the optimizer leaves all of its parameters as they are; layers
    /// without numbers are left out.
    /// </summary>
    internal static Dictionary<string, (long Count, bool IsFrozen)> Numbers(Model model)
    {
        HashSet<string> layers = [.. model.Layers.Select(layer => layer.Name)];
        ParameterSlab slab = model.Parameters;
        return Enumerable.Range(0, slab.Entries.Count).GroupBy(i => OwnerOf(slab.Entries[i].Name, layers)).ToDictionary(
            own => own.Key,
            own => (own.Sum(i => (long)slab.Entries[i].Shape.ElementCount),
                own.Where(i => slab.Entries[i].Kind == ParameterKind.Parameter).ToArray() is { Length: > 0 } parameters
                    && Array.TrueForAll(parameters, slab.IsFrozen)));
    }

    private static IEnumerable<string[]> Rows(Model model)
    {
        GraphPlan plan = model.Plan;
        bool isSequence = model is Sequential;
        Shape[] shapes = model.ValueShapes.ToArray();
        string[] Row(params string[] cells) => [.. cells.Take(isSequence ? 4 : cells.Length).Select(cell => Shown.Cut(cell, LongestCell))];
        yield return Row("layer", "kind", "output", "parameters", "of");
        for (int i = 0; i < plan.Inputs.Length; i++)
        {
            yield return Row(plan.Inputs[i].Name, isSequence ? "" : "input", ModelText.Batched(shapes[i]), "", "");
        }

        Dictionary<string, (long Count, bool IsFrozen)> numbers = Numbers(model);
        HashSet<int> seen = [];
        for (int i = 0; i < plan.Calls.Length; i++)
        {
            GraphCall call = plan.Calls[i];
            Layer layer = plan.Layers[call.Layer];
            (long ofLayer, bool isFrozen) = numbers.GetValueOrDefault(layer.Name);
            string count = !seen.Add(call.Layer)
                ? "shared"
                : ofLayer.ToString("N0", CultureInfo.InvariantCulture) + (isFrozen ? " frozen" : "");
            yield return Row(
                call.Name, layer.Kind, ModelText.Batched(shapes[plan.Inputs.Length + i]), count,
                Sources(plan, call));
        }

        foreach ((string name, int value) in isSequence ? [] : plan.Outputs)
        {
            yield return Row(name, "output", ModelText.Batched(shapes[value]), "", plan.NameOf(value));
        }
    }

    private static string Sources(GraphPlan plan, GraphCall call)
    {
        IEnumerable<string> first = call.Sources.Take(MostSources).Select(plan.NameOf);
        int more = call.Sources.Length - MostSources;
        return string.Join(", ", more > 0 ? first.Append(string.Create(CultureInfo.InvariantCulture, $"… {more:N0} more")) : first);
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
    private static string OwnerOf(string entry, HashSet<string> layers)
    {
        int slash = entry.LastIndexOf('/');
        while (slash > 0 && !layers.Contains(entry[..slash]))
        {
            slash = entry.LastIndexOf('/', slash - 1);
        }

        return entry[..Math.Max(0, slash)];
    }
}
