namespace Epoche;

/// <summary>How images are cut, flipped, moved and bent, in this order; everything is off by default.</summary>
public sealed record ImageAugmentationOptions
{
    /// <summary>The shape of an image, [height, width, channels]; the data may hold it flat.</summary>
    public required Shape Image { get; init; }

    /// <summary>
    /// Zeros around the image, in pixels, before a window of its size is cut out at a place drawn uniformly: 4 is usual for pictures of
    /// 32 × 32 pixels, as CIFAR's. Pixels are moved by whole steps and stay what they are. Default 0.
    /// </summary>
    public int Crop { get; init; }

    /// <summary>The probability that left and right change places, 0 to 1; 0.5 is usual. Default 0.</summary>
    public float FlipHorizontal { get; init; }

    /// <summary>The probability that top and bottom change places, 0 to 1. Default 0.</summary>
    public float FlipVertical { get; init; }

    /// <summary>The longest shift in pixels along each axis, drawn uniformly. Default 0.</summary>
    public float Shift { get; init; }

    /// <summary>The largest turn in degrees to either side, drawn uniformly, 0 to 180. Default 0.</summary>
    public float Rotation { get; init; }

    /// <summary>
    /// The largest change of each side's length, drawn uniformly: 0.1 for factors from 0.9 to 1.1. From 0 to below 1. Default 0.
    /// </summary>
    public float Scale { get; init; }

    /// <summary>
    /// The deviation in pixels by which the knots of a 5 × 5 grid move, everything between them following smoothly: elastic distortions
    /// after Simard, Steinkraus and Platt (2003). Default 0.
    /// </summary>
    public float Elastic { get; init; }

    /// <summary>The deviation of the noise added to each pixel; the result is cut to [0, 1]. Default 0.</summary>
    public float Noise { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (Image.Rank != 3)
        {
            throw new ArgumentException($"{nameof(Image)}: expected [height, width, channels], such as [28, 28, 1]; received {Image}.");
        }

        Between(Crop, 0, Math.Max(Image[0], Image[1]), nameof(Crop));
        Between(FlipHorizontal, 0, 1, nameof(FlipHorizontal));
        Between(FlipVertical, 0, 1, nameof(FlipVertical));
        Between(Shift, 0, Math.Max(Image[0], Image[1]), nameof(Shift));
        Between(Rotation, 0, 180, nameof(Rotation));
        Between(Scale, 0, 0.99f, nameof(Scale));
        Between(Elastic, 0, Math.Max(Image[0], Image[1]), nameof(Elastic));
        Between(Noise, 0, 1, nameof(Noise));
    }

    private static void Between(float value, float low, float high, string name)
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentException($"{name}: expected {low} to {high}, received {value}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ImageAugmentationOptions), PrintMembers);
}
