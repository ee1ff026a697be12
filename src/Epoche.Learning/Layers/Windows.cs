using Epoche.Kernels;

namespace Epoche;

/// <summary>What layers with a window that moves over images have in common: ranges, shapes, and how model files write them.</summary>
internal static class Windows
{
    private const int MaxSize = 1 << 16;

    /// <summary>Refuses sizes below 1.</summary>
    internal static Size2D Positive(Size2D size, string name) => size.Height is >= 1 and <= MaxSize && size.Width is >= 1 and <= MaxSize
        ? size
        : throw new ArgumentOutOfRangeException(name, $"{name}: expected a height and a width from 1 to {MaxSize:N0}, received {size}.");

    /// <summary>The shape of one output of a layer.</summary>
    /// <exception cref="ArgumentException">The input is not an image, or smaller than the window.</exception>
    internal static Shape Output(
        Layer layer, Shape input, Size2D size, Size2D strides, Size2D dilation, Padding padding, int? filters = null)
    {
        if (input.Rank != 3)
        {
            throw new ArgumentException(
                $"The layer '{layer.Name}' ({layer.Kind}) expects images [height, width, channels]; received an input {input}.",
                nameof(input));
        }

        bool same = padding == Padding.Same;
        (int height, _) = Window2D.Along(input[0], size.Height, strides.Height, dilation.Height, same);
        (int width, _) = Window2D.Along(input[1], size.Width, strides.Width, dilation.Width, same);
        return height > 0 && width > 0
            ? [height, width, filters ?? input[2]]
            : throw new ArgumentException(
                $"The layer '{layer.Name}' ({layer.Kind}) moves a window of "
                + $"{size}{(dilation == new Size2D(1, 1) ? string.Empty : $", dilated {dilation},")} over images; expected an input at "
                + $"least as large, received {input}. "
                + "Pad it (Padding.Same), or use smaller or fewer windows.",
                nameof(input));
    }

    internal static void Set(LayerOptions options, string key, Size2D size)
    {
        options.Set(key + "_height", size.Height);
        options.Set(key + "_width", size.Width);
    }

    internal static void Set(LayerOptions options, Padding padding) => options.Set("padding", padding == Padding.Same ? "same" : "valid");

    internal static Size2D Read(LayerOptions options, string key) =>
        new(options.Int(key + "_height", 1, MaxSize), options.Int(key + "_width", 1, MaxSize));

    internal static Padding ReadPadding(LayerOptions options) => options.Text("padding") switch
    {
        "valid" => Padding.Valid,
        "same" => Padding.Same,
        string other => throw new FormatException($"The option 'padding' must be valid or same; received '{other}'."),
    };
}
