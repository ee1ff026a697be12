using Epoche.Pictures;

namespace Epoche;

/// <summary>Writes PNG files of 8 bits per channel; <c>ImageFile</c> of Epoche.Images reads them, and those of other programs.</summary>
public static class Png
{
    /// <summary>The bytes of a file with this drawing: grey, RGB or RGBA, whichever suffices.</summary>
    /// <param name="canvas">The drawing.</param>
    public static byte[] Encode(Canvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        return Encode(PixelImage.Of(canvas));
    }

    /// <summary>The bytes of a file with these pixels.</summary>
    /// <param name="image">The pixels.</param>
    public static byte[] Encode(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PngEncoder.Encode(image);
    }
}
