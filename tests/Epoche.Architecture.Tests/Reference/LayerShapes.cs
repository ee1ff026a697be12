using System.Reflection;

namespace Epoche.Architecture.Tests.Reference;

/// <summary>What a layer makes of an input, found by building it on one.</summary>
internal static class LayerShapes
{
    // From simple to complex: the first that a layer takes is shown, or the first that it makes simpler.
    private static readonly Shape[] s_inputs = [[4], [8, 4], [8, 8, 4]];

    /// <summary>A shape before and after, without the batch: <c>[8, 8, 4] → [6, 6, 3]</c> for three filters of size three.</summary>
    public static string Example(Type type)
    {
        if (typeof(MergeLayer).IsAssignableFrom(type))
        {
            Symbol a = Model.Input(s_inputs[0], "a"), b = Model.Input(s_inputs[0], "b");
            Shape merged = new GraphModel([a, b], Symbol.Merge((MergeLayer)Make(type), a, b)).Build().OutputShape;
            return $"{s_inputs[0]}, {s_inputs[0]} → {merged}";
        }

        (Shape Input, Shape Output)[] taken = [.. s_inputs.SelectMany(input => Taken(type, input))];
        (Shape before, Shape after) = taken.FirstOrDefault(shapes => shapes.Output.Rank < shapes.Input.Rank, taken[0]);
        return $"{before} → {after}";
    }

    private static IEnumerable<(Shape Input, Shape Output)> Taken(Type type, Shape input)
    {
        try
        {
            return [(input, new Sequential { (Layer)Make(type) }.Build(input).OutputShape)];
        }
        catch (ArgumentException)
        {
            return []; // it takes inputs of another rank
        }
    }

    /// <summary>With defaults, and for what has none three units, windows of two, half of whatever is a share.</summary>
    private static object Make(Type type)
    {
        if (type == typeof(TileCoding))
        {
            return new TileCoding(3, [0, 0, 0, 0], [1, 1, 1, 1]); // spans are nothing that reflection could pass
        }

        if (type == typeof(CategoricalValues))
        {
            return new CategoricalValues(0, 1);
        }

        if (type == typeof(Dueling))
        {
            return new Dueling(3);
        }

        if (type == typeof(GroupNorm))
        {
            return new GroupNorm(2); // of which four channels are a multiple
        }

        if (type == typeof(SelectLayer))
        {
            return new SelectLayer(axis: 0, index: -1);
        }

        if (type == typeof(MultiHeadAttention))
        {
            return new MultiHeadAttention(2);
        }

        if (type == typeof(SelectLayer))
        {
            return new SelectLayer(axis: 0, index: -1);
        }

        if (type == typeof(Bidirectional))
        {
            return new Bidirectional(new Lstm(3));
        }

        if (type == typeof(TransformerBlock))
        {
            return new TransformerBlock(2);
        }

        ConstructorInfo constructor = type.GetConstructors().OrderBy(made => made.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.HasDefaultValue ? (parameter.DefaultValue ?? Nothing(parameter.ParameterType)) : Some(parameter.ParameterType))]);
    }

    private static object? Nothing(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;

    private static object Some(Type type) =>
        type == typeof(int) ? 3
        : type == typeof(float) ? 0.5f
        : type == typeof(Size2D) ? new Size2D(2, 2)
        : type == typeof(Shape) ? Shape.Create([2, 2])
        : (Func<Tensor, Tensor>)Tensors.Ops.Tanh;
}
