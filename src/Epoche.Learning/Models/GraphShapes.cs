namespace Epoche;

/// <summary>Lets the layers of a graph declare their parameters, each once, and follows the shapes.</summary>
internal static class GraphShapes
{
    /// <summary>The shapes of all values.</summary>
    /// <exception cref="ArgumentException">A layer cannot take what it is given.</exception>
    internal static Shape[] Declare(GraphPlan plan, ParameterBuilder builder)
    {
        Shape[] shapes = new Shape[plan.ValueCount];
        GraphCall?[] first = new GraphCall?[plan.Layers.Length];
        for (int i = 0; i < plan.Inputs.Length; i++)
        {
            shapes[i] = plan.Inputs[i].Shape;
        }

        for (int i = 0; i < plan.Calls.Length; i++)
        {
            GraphCall call = plan.Calls[i];
            shapes[plan.Inputs.Length + i] = first[call.Layer] is { } before
                ? Again(plan, shapes, before, call)
                : Declare(plan, shapes, call, builder);
            first[call.Layer] ??= call;
        }

        return shapes;
    }

    private static Shape Declare(GraphPlan plan, Shape[] shapes, GraphCall call, ParameterBuilder builder)
    {
        Layer layer = plan.Layers[call.Layer];
        Shape[] inputs = [.. call.Sources.Select(source => shapes[source])];
        builder.Scope = layer.Name;
        try
        {
            return layer is MergeLayer merge ? merge.Build(inputs, builder)
                : inputs.Length == 1 ? layer.Build(inputs[0], builder)
                : inputs.Length == 2 && layer is IMaskedLayer ? Masked(layer.Build(inputs[0], builder), inputs[0], inputs[1])
                : throw new ArgumentException($"It takes one input; received {inputs.Length}.");
        }
        catch (Exception exception) when (exception is ArgumentException)
        {
            throw new ArgumentException(
                $"The layer '{layer.Name}' ({layer.Kind}) cannot take {Sources(plan, shapes, call)}: {exception.Message}", exception);
        }
    }

    private static Shape Masked(Shape output, Shape steps, Shape mask) => mask == [steps[0]]
        ? output
        : throw new ArgumentException($"Its mask has one number a step, so the shape [{steps[0]}]; received {mask}.");

    private static Shape Again(GraphPlan plan, Shape[] shapes, GraphCall before, GraphCall call)
    {
        bool same = before.Sources.Length == call.Sources.Length
            && before.Sources.Zip(call.Sources).All(pair => shapes[pair.First] == shapes[pair.Second]);
        Layer layer = plan.Layers[call.Layer];
        return same
            ? shapes[plan.Inputs.Length + Array.IndexOf(plan.Calls, before)]
            : throw new ArgumentException(
                $"The layer '{layer.Name}' ({layer.Kind}) is shared, so all its inputs have one shape: "
                + $"it was given {Sources(plan, shapes, before)} first, then {Sources(plan, shapes, call)}.");
    }

    private static string Sources(GraphPlan plan, Shape[] shapes, GraphCall call) =>
        string.Join(" and ", call.Sources.Select(source => $"'{plan.NameOf(source)}' {shapes[source]}"));
}
