namespace Epoche.Cli.Doubt;

/// <summary>
/// What about an image makes it unlike those that a classifier of characters learned from: light ink on dark, in the middle.
/// </summary>
internal static class PictureHint
{
    /// <summary>A border lighter than this is paper.</summary>
    private const int LightBorder = 127;

    /// <summary>
    /// How far from the middle ink may have its centre, as a share of the image's side. Images of MNIST, centred by mass, stay below .03.
    /// </summary>
    private const float MostOffset = 0.12f;

    /// <summary>A sentence without its subject; null where nothing is conspicuous.</summary>
    /// <param name="image">The image as the model sees it, in grey; of one in colour there is nothing to say.</param>
    /// <param name="inversion">Whether such images are inverted.</param>
    public static string? Of(PixelImage image, ImageInversion inversion)
    {
        if (image.Channels != 1)
        {
            return null;
        }

        (int height, int width) = (image.Height, image.Width);
        double border = 0, ink = 0, x = 0, y = 0;
        int onBorder = 0;
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            (int row, int column) = int.DivRem(i, width);
            byte pixel = image.Pixels[i];
            if (row == 0 || column == 0 || row == height - 1 || column == width - 1)
            {
                border += pixel;
                onBorder++;
            }

            ink += pixel;
            x += pixel * (column - ((width - 1) / 2.0));
            y += pixel * (row - ((height - 1) / 2.0));
        }

        if (border / onBorder > LightBorder && inversion != ImageInversion.Auto)
        {
            return inversion == ImageInversion.Always
                ? "looks inverted: light ink on dark paper needs no --inversion always."
                : "looks inverted: for dark ink on light paper use --inversion auto.";
        }

        return ink > 0 && (Math.Abs(x / ink) > MostOffset * width || Math.Abs(y / ink) > MostOffset * height)
            ? "is off centre: move its ink to the middle, as that of the images learned from is."
            : null;
    }
}
