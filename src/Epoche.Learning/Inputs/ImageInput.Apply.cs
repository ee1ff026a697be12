namespace Epoche;

public sealed partial record ImageInput
{
    /// <summary>The input for some pictures: a batch.</summary>
    /// <param name="images">The pictures, of any sizes.</param>
    /// <returns>[images, input…], in an array of its own.</returns>
    /// <exception cref="ArgumentException">There is no picture, or one is null.</exception>
    public Tensor ToTensor(params ReadOnlySpan<PixelImage> images)
    {
        if (images.IsEmpty)
        {
            throw new ArgumentException("A batch has one picture or more; received none.", nameof(images));
        }

        int length = InputShape.ElementCount;
        float[] inputs = new float[checked(images.Length * length)];
        for (int i = 0; i < images.Length; i++)
        {
            Apply(images[i] ?? throw new ArgumentException($"Picture {i} is null.", nameof(images)), inputs.AsSpan(i * length, length));
        }

        return Tensor.Wrap(inputs, InputShape.Prepend(images.Length));
    }

    /// <summary>Writes the input for one picture.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="input">The numbers, row by row, as many as <see cref="InputShape"/> has elements.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length.</exception>
    public void Apply(PixelImage image, Span<float> input)
    {
        ArgumentNullException.ThrowIfNull(image);
        RequireLength(input.Length, nameof(input));
        byte[] pixels = Prepare(image).Pixels;
        for (int i = 0; i < pixels.Length; i++)
        {
            input[i] = pixels[i];
        }

        Scaling.Apply(input, input);
    }

    /// <summary>Does all but the scaling: the picture as the model sees it, in the input's size and channels.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <returns>A picture that may share its pixels with <paramref name="image"/>.</returns>
    public PixelImage Prepare(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        PixelImage prepared = ImageColours.Convert(image, Channels);
        if (Inversion == ImageInversion.Always || (Inversion == ImageInversion.Auto && ImageColours.HasLightBorder(prepared)))
        {
            prepared = ImageColours.Invert(prepared);
        }

        prepared = ImageResampler.Fit(prepared, Width, Height, Fit, Resampling);
        return Centring == ImageCentring.Mass ? ImageMass.Centre(prepared) : prepared;
    }

    /// <summary>
    /// The picture that an input came from, as the model sees it; numbers between two pixel values are rounded, others cut to 0 to 255.
    /// </summary>
    /// <param name="input">The numbers, row by row, as many as <see cref="InputShape"/> has elements.</param>
    /// <exception cref="ArgumentException"><paramref name="input"/> has another length.</exception>
    public PixelImage ToImage(ReadOnlySpan<float> input)
    {
        RequireLength(input.Length, nameof(input));
        byte[] pixels = new byte[input.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            float pixel = (input[i] * Scaling.Divisor) + Scaling.Offset;
            pixels[i] = float.IsNaN(pixel) ? (byte)0 : (byte)MathF.Round(Math.Clamp(pixel, 0, 255));
        }

        return new PixelImage(Width, Height, Channels, pixels);
    }

    private void RequireLength(int length, string name)
    {
        if (length != InputShape.ElementCount)
        {
            throw new ArgumentException($"The input {InputShape} has {InputShape.ElementCount} numbers; received {length}.", name);
        }
    }
}
