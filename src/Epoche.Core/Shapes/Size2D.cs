using System.Globalization;

namespace Epoche;

/// <summary>
/// A height and a width: of a window, or of the steps that it takes. A number alone stands for both: <c>Size2D kernel = 3;</c>
/// </summary>
/// <param name="Height">Along the second axis of a batch of images.</param>
/// <param name="Width">Along the third.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>As high as wide.</summary>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <summary>Height, width.</summary>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>As in <c>3×5</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height}×{Width}");

    /// <summary>Refuses sizes below 1.</summary>
    internal static Size2D Positive(Size2D size, string name) => size.Height >= 1 && size.Width >= 1
        ? size
        : throw new ArgumentOutOfRangeException(name, $"{name}: expected a height and a width of at least 1, received {size}.");
}
