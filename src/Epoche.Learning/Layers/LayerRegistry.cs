namespace Epoche;

/// <summary>The kinds of layers that model files may name: a closed table in code. Nothing in a file can name a type.</summary>
public static class LayerRegistry
{
    private static readonly SortedDictionary<string, Func<LayerOptions, Layer>> s_kinds = new(StringComparer.Ordinal)
    {
        [Dense.KindName] = Dense.Read,
        [Conv2D.KindName] = Conv2D.Read,
        [Conv1D.KindName] = Conv1D.Read,
        [Conv2DTranspose.KindName] = Conv2DTranspose.Read,
        [DepthwiseConv2D.KindName] = DepthwiseConv2D.Read,
        [MaxPool2D.KindName] = MaxPool2D.Read,
        [AveragePool2D.KindName] = AveragePool2D.Read,
        [BatchNorm.KindName] = BatchNorm.Read,
        [LayerNorm.KindName] = LayerNorm.Read,
        [Embedding.KindName] = Embedding.Read,
        [GlobalAveragePool.KindName] = GlobalAveragePool.Read,
        [GlobalMaxPool.KindName] = GlobalMaxPool.Read,
        [Lambda.KindName] = Lambda.Read,
        [Lstm.KindName] = Lstm.Read,
        [Gru.KindName] = Gru.Read,
        [Reshape.KindName] = Reshape.Read,
        [Flatten.KindName] = Flatten.Read,
        [ActivationLayer.KindName] = ActivationLayer.Read,
        [Dropout.KindName] = Dropout.Read,
        [Normalization.KindName] = Normalization.Read,
        [ConcatLayer.KindName] = ConcatLayer.Read,
        [AddLayer.KindName] = AddLayer.Read,
        [NoisyDense.KindName] = NoisyDense.Read,
        [Dueling.KindName] = Dueling.Read,
        [CategoricalValues.KindName] = CategoricalValues.Read,
        [QuantileValues.KindName] = QuantileValues.Read,
        [TileCoding.KindName] = TileCoding.Read,
        [FreeDeviation.KindName] = FreeDeviation.Read,
        [SliceLayer.KindName] = SliceLayer.Read,
        [SelectLayer.KindName] = SelectLayer.Read,
        [RmsNorm.KindName] = RmsNorm.Read,
        [GroupNorm.KindName] = GroupNorm.Read,
        [SpatialDropout.KindName] = SpatialDropout.Read,
        [Upsample2D.KindName] = Upsample2D.Read,
        [MultiHeadAttention.KindName] = MultiHeadAttention.Read,
        [PositionalEncoding.KindName] = PositionalEncoding.Read,
        [LearnedPositions.KindName] = LearnedPositions.Read,
        [TransformerBlock.KindName] = TransformerBlock.Read,
        [Masking.KindName] = Masking.Read,
        [Bidirectional.KindName] = Bidirectional.Read,
    };

    /// <summary>The known kinds, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Kinds => s_kinds.Keys;

    /// <summary>Makes a layer from a file's description.</summary>
    /// <exception cref="FormatException">The kind is unknown, or an option is unknown, missing or out of range.</exception>
    public static Layer Create(string kind, LayerOptions options)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(options);
        if (!s_kinds.TryGetValue(kind, out Func<LayerOptions, Layer>? read))
        {
            throw new FormatException(
                $"No layer is of kind '{kind}'; known are {string.Join(", ", s_kinds.Keys)}. A custom layer is entered by "
                + "LayerRegistry.Register before loading.");
        }

        Layer layer = read(options);
        options.RejectUnknown(kind);
        return layer;
    }

    /// <summary>Enters a custom layer, so that models with it can be cloned, saved and loaded.</summary>
    /// <exception cref="ArgumentException">The kind is empty, or taken.</exception>
    public static void Register(string kind, Func<LayerOptions, Layer> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(read);
        lock (s_kinds)
        {
            if (!s_kinds.TryAdd(kind, read))
            {
                throw new ArgumentException($"The layer kind '{kind}' is taken.", nameof(kind));
            }
        }
    }

    /// <summary>Refuses a layer of a kind that nobody registered: a file of it could not be loaded, nor can the layer be copied.</summary>
    /// <exception cref="NotSupportedException">Nobody did.</exception>
    internal static void RequireKnown(Layer layer)
    {
        if (!s_kinds.ContainsKey(layer.Kind))
        {
            throw new NotSupportedException(
                $"The layer '{layer.Name}' ({layer.GetType().Name}) is of the kind '{layer.Kind}', which is not registered, "
                + "so that it can be neither copied nor loaded from a file. Register it once, before: "
                + $"LayerRegistry.Register(\"{layer.Kind}\", options => new {layer.GetType().Name}(…)).");
        }
    }

    /// <summary>An equal layer without parameters: options written out and read back; of code, the same code.</summary>
    /// <exception cref="NotSupportedException">The kind of the layer is not registered.</exception>
    internal static Layer Copy(Layer layer)
    {
        Layer copy;
        if (layer is Lambda lambda)
        {
            copy = lambda.Copy();
        }
        else
        {
            RequireKnown(layer);
            LayerOptions options = new() { Code = [], Owner = layer };
            layer.Describe(options);
            copy = Create(layer.Kind, options);
        }

        copy.Name = layer.Name;
        return copy;
    }
}
