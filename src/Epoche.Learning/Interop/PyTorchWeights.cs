namespace Epoche;

/// <summary>
/// Weights that PyTorch has trained, read by its names and layouts from a safetensors file
/// (<c>safetensors.torch.save_file(net.state_dict(), "net.safetensors")</c>). The model is built here with the same layers, each called as
/// the module there: <c>new Conv2D(16, 3) { Name = "conv1" }</c> takes <c>conv1.weight</c> and <c>conv1.bias</c>. Kernels are
/// transposed, the two biases of an LSTM added, the rows behind a flattened image put into the order that they have here; docs/howto.md has
/// the table.
/// </summary>
/// <example><code>
/// WeightsReport report = PyTorchWeights.Load(net, "net.safetensors");
/// Console.WriteLine(report.RequireComplete());
/// </code></example>
public static class PyTorchWeights
{
    private const string Counter = ".num_batches_tracked";

    /// <summary>
    /// Reads what the file has of a model's parameters and buffers; all others stay as they are. What matched, was missing or had another
    /// shape stands in the report; <see cref="WeightsReport.RequireComplete"/> refuses gaps.
    /// </summary>
    /// <param name="model">Built.</param>
    /// <param name="path">A safetensors file.</param>
    /// <param name="moduleOf">
    /// From the name of a layer here to that of a module there, such as <c>name => "model." + name</c>. Default: the same name, with dots
    /// for slashes. A recurrent layer called <c>lstm_l1</c> takes the second level of the module <c>lstm</c>.
    /// </param>
    /// <param name="channelsFirst">
    /// Whether an image, or a sequence behind a <see cref="Conv1D"/>, was flattened there with its channels first, as PyTorch has
    /// them: the rows of the <see cref="Dense"/> behind are reordered. Default true.
    /// </param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="DataFormatException">The file is damaged, or not safetensors.</exception>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static WeightsReport Load(Model model, string path, Func<string, string>? moduleOf = null, bool channelsFirst = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ParameterSlab slab = model.Parameters;
        using SafetensorsReader file = Open(path);
        FlattenedRows rows = new(model, channelsFirst);
        List<WeightMatch> matched = [], otherShape = [];
        List<string> missing = [];
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (ParameterInfo entry in slab.Entries)
        {
            Layer layer = Owner(model, entry.Name);
            string module = moduleOf?.Invoke(layer.Name) ?? layer.Name.Replace('/', '.');
            PyTorchTensor there = PyTorchLayout.Find(layer, entry.Name[(layer.Name.Length + 1)..], entry.Shape, module, rows);
            if (layer is LearnedPositions && file.Find(module) is not null)
            {
                there = there with { Names = [module] }; // a Parameter of the module itself, not an Embedding
            }

            Take(file, entry, there, slab.Values.Slice(entry.Offset, entry.Shape.ElementCount));
        }

        return new(matched, otherShape, missing, [.. file.Entries
            .Where(entry => !used.Contains(entry.Name) && !entry.Name.EndsWith(Counter, StringComparison.Ordinal))
            .Select(entry => $"{entry.Name} {entry.SizesText}")]);

        void Take(SafetensorsReader file, ParameterInfo entry, PyTorchTensor there, Span<float> destination)
        {
            SafetensorsEntry[] found = [.. there.Names.Select(file.Find).OfType<SafetensorsEntry>()];
            string names = string.Join(" + ", there.Names);
            Array.ForEach(found, each => used.Add(each.Name));
            if (found.Length < there.Names.Length)
            {
                if (found.Length == 0 && there.Weight is { } weight && file.Find(weight) is not null)
                {
                    destination.Clear();
                    matched.Add(new WeightMatch(entry.Name, entry.Shape, weight, "", "which has no bias: zeros"));
                    return;
                }

                missing.Add($"{entry.Name} {entry.Shape} (there: {names})");
                return;
            }

            string sizes = string.Join(" + ", found.Select(each => each.SizesText).Distinct());
            if (!Array.TrueForAll(found, each => there.Accepts(each)))
            {
                otherShape.Add(new WeightMatch(entry.Name, entry.Shape, names, sizes));
                return;
            }

            there.Convert([.. found.Select(each => file.ReadFloats(each.Name))], destination);
            matched.Add(new WeightMatch(entry.Name, entry.Shape, names, sizes, there.Change));
        }
    }

    private static SafetensorsReader Open(string path)
    {
        try
        {
            return SafetensorsReader.Open(path);
        }
        catch (DataFormatException exception) when (Path.GetExtension(path) is ".pt" or ".pth" or ".bin" or ".ckpt")
        {
            throw new DataFormatException(
                path, "byte 0", "a safetensors file; in Python: safetensors.torch.save_file(net.state_dict(), \"net.safetensors\")",
                "probably a pickle of PyTorch's, which can hold code and is not read", exception);
        }
    }

    private static Layer Owner(Model model, string parameter) => model.Layers
        .Where(layer => parameter.StartsWith(layer.Name + "/", StringComparison.Ordinal))
        .MaxBy(layer => layer.Name.Length)!;
}
