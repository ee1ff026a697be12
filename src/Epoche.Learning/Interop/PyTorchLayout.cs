namespace Epoche;

/// <summary>
/// PyTorch's names and layouts of what layers have: kernels [out, in, …] there, [in, out] or [height, width, in, out] here.
/// </summary>
internal static class PyTorchLayout
{
    /// <summary>Where a parameter of a layer is there.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">The parameter's name within it.</param>
    /// <param name="here">Its shape.</param>
    /// <param name="module">The name of the module there.</param>
    /// <param name="rows">What knows of images that were flattened.</param>
    internal static PyTorchTensor Find(Layer layer, string name, Shape here, string module, FlattenedRows rows) => layer switch
    {
        Bidirectional both => name.StartsWith("backward/", StringComparison.Ordinal)
            ? OfRecurrent(both.Layer is Lstm, name["backward/".Length..], here, module + "_reverse")
            : OfRecurrent(both.Layer is Lstm, name["forward/".Length..], here, module),
        RecurrentLayer => OfRecurrent(layer is Lstm, name, here, module),
        TransformerBlock => OfBlock(name, here, module),
        MultiHeadAttention => OfAttention(name, here, module),
        Dense when name == "kernel" => rows.Of(layer) is { } image ? Reordered(module, here, image) : Transposed($"{module}.weight", here),
        Conv2D or Conv2DTranspose when name == "kernel" => Turned($"{module}.weight", here, [2, 3, 1, 0], "axes 2 3 1 0"),
        Conv1D when name == "kernel" => Turned($"{module}.weight", here, [2, 1, 0], "axes 2 1 0"),
        DepthwiseConv2D when name == "kernel" => OfDepthwise(module, here),
        Dense or Conv2D or Conv2DTranspose or Conv1D or DepthwiseConv2D => Bias(module, "bias", "weight", here),
        LearnedPositions => Same($"{module}.weight", here),
        _ => Same($"{module}.{Renamed(layer, name)}", here),
    };

    private static string Renamed(Layer layer, string name) => (layer, name) switch
    {
        (BatchNorm or LayerNorm or GroupNorm or RmsNorm, "scale") => "weight",
        (BatchNorm or LayerNorm or GroupNorm, "shift") => "bias",
        (BatchNorm, "mean") => "running_mean",
        (BatchNorm, "variance") => "running_var",
        (Embedding, "table") => "weight",
        _ => name.Replace('/', '.'),
    };

    private static PyTorchTensor OfRecurrent(bool isLstm, string name, Shape here, string module)
    {
        (module, string level) = Level(module);
        string first = $"{module}.bias_ih_{level}", second = $"{module}.bias_hh_{level}", weight = $"{module}.weight_ih_{level}";
        int units = here[0] / 3;
        return name switch
        {
            "kernel" => Transposed(weight, here),
            "recurrent" => Transposed($"{module}.weight_hh_{level}", here),
            "recurrent_bias" => new([second], [3 * here[0]], "the part of n", Last, weight),
            _ when isLstm => new([first, second], here, "added", (there, values) => Add(there, values, values.Length), weight),
            _ => new([first, second], here, "added but for n", (there, values) => Add(there, values, 2 * units), weight),
        };

        void Last(float[][] there, Span<float> values) => there[0].AsSpan(there[0].Length - values.Length).CopyTo(values);

        static void Add(float[][] there, Span<float> values, int count)
        {
            there[0].CopyTo(values);
            for (int i = 0; i < count; i++)
            {
                values[i] += there[1][i];
            }
        }
    }

    /// <summary>The module and the level of <c>lstm</c>, <c>lstm_l1</c>, <c>lstm_l1_reverse</c>.</summary>
    private static (string Module, string Level) Level(string module)
    {
        const string reverse = "_reverse";
        string name = module.EndsWith(reverse, StringComparison.Ordinal) ? module[..^reverse.Length] : module;
        string direction = module[name.Length..];
        int at = name.LastIndexOf("_l", StringComparison.Ordinal);
        return at > 0 && at + 2 < name.Length && name.AsSpan(at + 2).IndexOfAnyExceptInRange('0', '9') < 0
            ? (name[..at], name[(at + 1)..] + direction)
            : (name, "l0" + direction);
    }

    private static PyTorchTensor OfAttention(string name, Shape here, string module) => name switch
    {
        "kernel" => Transposed($"{module}.in_proj_weight", here),
        "bias" => Bias(module, "in_proj_bias", "in_proj_weight", here),
        "out_kernel" => Transposed($"{module}.out_proj.weight", here),
        _ => Bias(module, "out_proj.bias", "out_proj.weight", here),
    };

    private static PyTorchTensor OfBlock(string name, Shape here, string module)
    {
        string[] parts = name.Split('/');
        return parts[0] switch
        {
            "attention" => OfAttention(parts[1], here, $"{module}.self_attn"),
            "norm" or "norm_2" => Same(
                $"{module}.{(parts[0] == "norm" ? "norm1" : "norm2")}.{(parts[1] == "scale" ? "weight" : "bias")}", here),
            var dense when parts[1] == "kernel" => Transposed($"{module}.{Linear(dense)}.weight", here),
            var dense => Bias($"{module}.{Linear(dense)}", "bias", "weight", here),
        };

        static string Linear(string part) => part == "wide" ? "linear1" : "linear2";
    }

    private static PyTorchTensor OfDepthwise(string module, Shape here) => new(
        [$"{module}.weight"], [here[2], 1, here[0], here[1]], "axes 2 3 0",
        (there, values) => Tensor.Of(there[0], [values.Length / (here[0] * here[1]), here[0] * here[1]]).Transpose().Values.CopyTo(values));

    private static PyTorchTensor Same(string name, Shape here) => new([name], here, "", (there, values) => there[0].CopyTo(values));

    private static PyTorchTensor Bias(string module, string name, string weight, Shape here) =>
        Same($"{module}.{name}", here) with { Weight = $"{module}.{weight}" };

    private static PyTorchTensor Transposed(string name, Shape here) => Turned(name, here, [1, 0], "transposed");

    /// <summary>Axis i here is axis <paramref name="axes"/>[i] there.</summary>
    private static PyTorchTensor Turned(string name, Shape here, int[] axes, string change)
    {
        int[] sizes = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            sizes[axes[i]] = here[i];
        }

        return new([name], Shape.Create(sizes), change, (there, values) =>
            Tensor.Of(there[0], Shape.Create(sizes)).Transpose(axes).Values.CopyTo(values));
    }

    /// <summary>[out, channels · positions] there, [positions · channels, out] here.</summary>
    private static PyTorchTensor Reordered(string module, Shape here, (int Positions, int Channels) image) => new(
        [$"{module}.weight"], [here[1], here[0]], "transposed, its rows from channels first to channels last",
        (there, values) => Tensor.Of(there[0], [here[1], image.Channels, image.Positions]).Transpose(2, 1, 0).Values.CopyTo(values));
}
