namespace Epoche.Cli.Doubt;

/// <summary>What about an image makes it unlike those that a classifier of characters learned from: light ink on dark, in the middle.</summary>
internal static class PictureHint
{
    /// <summary>A border lighter than this is paper.</summary>
    private const float LightBorder = 0.5f;

    /// <summary>How far from the middle ink may have its centre, as a share of the image's side. Images of MNIST, centred by mass, stay below .03.</summary>
    private const float MostOffset = 0.12f;

    /// <summary>A sentence without its subject; null where nothing is conspicuous.</summary>
    /// <param name="pixels">[height, width], ink 1 and paper 0.</param>
    /// <param name="image">[height, width, 1].</param>
    /// <param name="isInverted">Whether they were inverted already.</param>
    public static string? Of(ReadOnlySpan<float> pixels, Shape image, bool isInverted)
    {
        (int height, int width) = (image[0], image[1]);
        double border = 0, ink = 0, x = 0, y = 0;
        int onBorder = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            (int row, int column) = int.DivRem(i, width);
            if (row == 0 || column == 0 || row == height - 1 || column == width - 1)
            {
                border += pixels[i];
                onBorder++;
            }

            ink += pixels[i];
            x += pixels[i] * (column - ((width - 1) / 2.0));
            y += pixels[i] * (row - ((height - 1) / 2.0));
        }

        if (border / onBorder > LightBorder)
        {
            return isInverted ? "looks inverted: light ink on dark paper needs no --invert." : "looks inverted: for dark ink on light paper use --invert.";
        }

        return ink > 0 && (Math.Abs(x / ink) > MostOffset * width || Math.Abs(y / ink) > MostOffset * height)
            ? "is off centre: move its ink to the middle, as that of the images learned from is."
            : null;
    }
}
