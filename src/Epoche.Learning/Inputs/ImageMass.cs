namespace Epoche;

/// <summary>Moves what a picture shows to its middle.</summary>
internal static class ImageMass
{
    internal static PixelImage Centre(PixelImage image)
    {
        (int width, int height, int channels) = (image.Width, image.Height, image.Channels);
        long mass = 0, left = 0, above = 0;
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            (int row, int column) = int.DivRem(i / channels, width);
            mass += image.Pixels[i];
            left += image.Pixels[i] * (long)column;
            above += image.Pixels[i] * (long)row;
        }

        int right = Shift(width, left, mass), down = Shift(height, above, mass);
        if (right == 0 && down == 0)
        {
            return image;
        }

        byte[] moved = new byte[image.Pixels.Length];
        int kept = (width - Math.Abs(right)) * channels;
        for (int y = Math.Max(0, down); y < Math.Min(height, height + down); y++)
        {
            int from = (((y - down) * width) + Math.Max(0, -right)) * channels, to = ((y * width) + Math.Max(0, right)) * channels;
            image.Pixels.AsSpan(from, kept).CopyTo(moved.AsSpan(to, kept));
        }

        return new PixelImage(width, height, channels, moved);
    }

    /// <summary>By how many pixels the middle lies behind the centre of mass, rounded; half a pixel goes towards the origin.</summary>
    /// <param name="size">How many pixels the axis has.</param>
    /// <param name="moment">The sum of mass times place.</param>
    /// <param name="mass">The sum of the mass.</param>
    private static int Shift(int size, long moment, long mass)
    {
        if (mass == 0)
        {
            return 0;
        }

        // (size − 1)/2 − moment/mass, as a fraction
        Int128 doubled = ((Int128)(size - 1) * mass) - (2 * (Int128)moment);
        Int128 rounded = doubled + mass - 1, two = 2 * (Int128)mass;
        return (int)(rounded >= 0 ? rounded / two : -((two - 1 - rounded) / two)); // floor
    }
}
