using Epoche.Tensors;

namespace Epoche;

/// <summary>The activation functions that model files can name. A layer takes any function; only these can be saved with it.</summary>
public static class Activations
{
    private const string Option = "activation", None = "none", Own = "own";

    private static readonly (string Name, Func<Tensor, Tensor> Function)[] s_table =
    [
        ("relu", Ops.Relu), ("tanh", Ops.Tanh), ("sigmoid", Ops.Sigmoid), ("softplus", Ops.Softplus), ("gelu", Ops.Gelu),
        ("silu", Ops.Silu), ("mish", Ops.Mish), ("leaky-relu", Ops.LeakyRelu), ("elu", Ops.Elu),
        ("softmax", Ops.Softmax), ("log-softmax", Ops.LogSoftmax), ("exp", Ops.Exp), ("sin", Ops.Sin),
    ];

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => s_table.Select(entry => entry.Name);

    /// <summary>The function with this name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Func<Tensor, Tensor> Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach ((string known, Func<Tensor, Tensor> function) in s_table)
        {
            if (known == name)
            {
                return function;
            }
        }

        throw new FormatException($"No activation is called '{name}'; known are none, {string.Join(", ", Names)}.");
    }

    /// <summary>The name of a function.</summary>
    /// <exception cref="NotSupportedException">It is not one of the named ones.</exception>
    public static string NameOf(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Known(function) ?? throw CannotBeSaved("A layer");
    }

    /// <summary>Writes a layer's activation, which it may do without, into its description.</summary>
    /// <exception cref="NotSupportedException">It is custom code, and the description is for a file.</exception>
    internal static void Set(LayerOptions options, Func<Tensor, Tensor>? activation, string key = Option)
    {
        string? name = activation is null ? None : Known(activation);
        if (name is null && options.Code is null)
        {
            throw CannotBeSaved(options.Owner is { } layer ? $"The layer '{layer.Name}' ({layer.Kind})" : "A layer");
        }

        options.Set(key, name ?? Own);
        if (name is null)
        {
            options.Code!.Add(key, activation!);
        }
    }

    /// <summary>Reads what <see cref="Set"/> wrote.</summary>
    internal static Func<Tensor, Tensor>? Read(LayerOptions options, string key = Option) =>
        options.Text(key) is var name && options.Code?.GetValueOrDefault(key) is Func<Tensor, Tensor> code ? code
        : name == None ? null
        : Find(name);

    /// <summary>Applies a layer's activation.</summary>
    /// <exception cref="ArgumentException">It gives another shape than the layer has promised.</exception>
    internal static Tensor Apply(Layer layer, Func<Tensor, Tensor>? activation, Tensor x)
    {
        if (activation is null)
        {
            return x;
        }

        Tensor y = activation(x);
        return y.Shape == x.Shape
            ? y
            : throw new ArgumentException($"The activation of the layer '{layer.Name}' ({layer.Kind}) keeps the shape {x.Shape}; "
                + $"it made {y.Shape}. What changes shapes is a Lambda.", nameof(activation));
    }

    private static string? Known(Func<Tensor, Tensor> function)
    {
        foreach ((string name, Func<Tensor, Tensor> known) in s_table)
        {
            if (known == function)
            {
                return name;
            }
        }

        return null;
    }

    private static NotSupportedException CannotBeSaved(string layer) => new(
        $"{layer} uses an activation that is custom code, which a model file cannot hold. Use one of {string.Join(", ", Names)}; or "
        + "save the numbers alone by ModelFile.SaveWeights, which ModelFile.LoadWeights reads into a model that the same code has built.");
}
