namespace Epoche.Experiments;

/// <summary>One entry of the list <c>network.convolutions</c>: a convolution and, perhaps, max pooling behind it.</summary>
internal sealed record ConvolutionRecipe
{
    private const string Key = "convolutions";

    private static readonly Bounds Sizes = Bounds.Between(1, 1 << 10);

    public required int Filters { get; init; }

    public required int KernelSize { get; init; }

    public required int Strides { get; init; }

    public required Padding Padding { get; init; }

    public required int Dilation { get; init; }

    /// <summary>Height and width of the window of max pooling; null for none.</summary>
    public required int? MaxPool { get; init; }

    /// <summary>The list, empty where there is none.</summary>
    /// <exception cref="ConfigurationException">The input is not an image, or the windows do not fit into it.</exception>
    public static IReadOnlyList<ConvolutionRecipe> ReadAll(ConfigMap network, Shape input)
    {
        if (!network.TryGet(Key, out ConfigNode? list))
        {
            return [];
        }

        if (input.Rank != 3)
        {
            throw network.Error(Key, $"needs images [height, width, channels]; the inputs have the shape {input}");
        }

        List<ConvolutionRecipe> all = [];
        foreach (ConfigNode item in list.AsList())
        {
            ConvolutionRecipe convolution = Read(item.AsMap());
            all.Add(convolution);
            convolution.RequireFits(item, ref input);
        }

        return all;
    }

    /// <summary>Appends the layers.</summary>
    public void AddTo(Sequential network, NetworkRecipe settings)
    {
        network.Add(new Conv2D(
            Filters, KernelSize, settings.Activation, Strides, Padding, Dilation, useBias: true, settings.Kernel, settings.Bias));
        if (MaxPool is { } size)
        {
            network.Add(new MaxPool2D(size));
        }
    }

    /// <summary>Counts the layers, and replaces the image's shape by the output's.</summary>
    public NetworkNumbers AddTo(NetworkNumbers numbers, ref Shape image)
    {
        long kernel = Saturating.Product(KernelSize, KernelSize, image[^1], Filters);
        numbers = numbers.Convolve(kernel, Filters, Saturating.Product(Convolved(image[0]), Convolved(image[1]), Filters));
        image = [Outputs(image[0]), Outputs(image[1]), Filters];
        return MaxPool is null ? numbers : numbers.Pool(image.ElementCount);
    }

    private static ConvolutionRecipe Read(ConfigMap map) => new()
    {
        Filters = map.RequiredInt("filters", Bounds.Between(1, 1 << 16)),
        KernelSize = map.RequiredInt("kernel_size", Sizes),
        Strides = map.Int("strides", 1, Sizes),
        Padding = Enum.Parse<Padding>(ChoiceReader.Read(map, "padding", "valid", ["valid", "same"]), ignoreCase: true),
        Dilation = map.Int("dilation", 1, Sizes),
        MaxPool = map.OptionalInt("max_pool", Sizes),
    };

    /// <summary>Refuses windows that do not fit into the image, and replaces its shape by the output's.</summary>
    private void RequireFits(ConfigNode item, ref Shape image)
    {
        int height = Outputs(image[0]), width = Outputs(image[1]);
        if (height < 1 || width < 1)
        {
            string dilated = Dilation > 1 ? $", dilated {Dilation}," : "";
            string pooled = MaxPool is { } size ? $" and pooling of {size}×{size}" : "";
            throw item.Error(
                $"does not fit: a kernel of {KernelSize}×{KernelSize}{dilated}{pooled} over an image {image}; "
                + "pad it (same), or use smaller or fewer windows");
        }

        if ((long)height * width * Filters > Array.MaxLength)
        {
            throw item.Error(
                $"gives {Format.Count(Filters)} images of {height}×{width}, more numbers than the {Format.Count(Array.MaxLength)} of one "
                + "array; use fewer filters, or strides");
        }

        image = [height, width, Filters];
    }

    private int Outputs(int size) => Convolved(size) / (MaxPool ?? 1);

    /// <summary>Before the pooling.</summary>
    private int Convolved(int size)
    {
        int reach = ((KernelSize - 1) * Dilation) + 1;
        return Padding == Padding.Same ? (size + Strides - 1) / Strides : size < reach ? 0 : ((size - reach) / Strides) + 1;
    }
}
