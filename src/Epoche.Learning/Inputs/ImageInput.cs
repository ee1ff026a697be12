namespace Epoche;

/// <summary>
/// How a picture of any size becomes the input of a model: grey or colour, inversion, size, centring and scaling, in this order. It is
/// saved with the model (<see cref="ModelInfo.Image"/>), so that whoever loads the model does to pictures what was done in training. Up
/// to the scaling pixels are whole numbers from 0 to 255, rounded after every step: the same pixels give the same input, bit for bit, on
/// every platform, and a picture of the input's size and kind passes unchanged.
/// </summary>
/// <remarks>What is transparent is laid over white first. Grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601).</remarks>
/// <example>
/// <code>
/// ImageInput input = new() { Height = 28, Width = 28, Inversion = ImageInversion.Auto, Flat = true };
/// Tensor x = input.ToTensor(ImageFile.Read("seven.jpg")); // [1, 784]
/// </code>
/// </example>
public sealed partial record ImageInput
{
    internal const int MostPixels = 4096; // of a side

    /// <summary>Rows of the input, 1 to 4,096.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number.</exception>
    public required int Height { get; init => field = Side(value, nameof(Height)); }

    /// <summary>Pixels in a row of the input, 1 to 4,096.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number.</exception>
    public required int Width { get; init => field = Side(value, nameof(Width)); }

    /// <summary>1 for grey; 3 for red, green and blue. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number.</exception>
    public int Channels
    {
        get;
        init => field = value is 1 or 3
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Channels), $"{nameof(Channels)}: expected 1 (grey) or 3 (colour), received {value}.");
    } = 1;

    /// <summary>What becomes of pictures in other proportions. Default: they are stretched.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that has no name.</exception>
    public ImageFit Fit { get; init => field = Known(value, nameof(Fit)); }

    /// <summary>How pixels of another size are computed. Default: by area.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that has no name.</exception>
    public ImageResampling Resampling { get; init => field = Known(value, nameof(Resampling)); }

    /// <summary>Whether dark becomes light. Default: no.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that has no name.</exception>
    public ImageInversion Inversion { get; init => field = Known(value, nameof(Inversion)); }

    /// <summary>Whether what the picture shows is moved to the middle. Default: no.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a value that has no name.</exception>
    public ImageCentring Centring { get; init => field = Known(value, nameof(Centring)); }

    /// <summary>
    /// How pixels from 0 to 255 become numbers: (pixel − offset) / divisor. Default: divided by 255. Statistics of single channels belong
    /// into a <see cref="Normalization"/> layer.
    /// </summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    /// <exception cref="ArgumentException">Set to a divisor of 0, or to what is no finite number.</exception>
    public Preprocessing Scaling { get; init => field = Finite(NotNull.Of(value)); } = new() { Divisor = 255 };

    /// <summary>Whether the input is one row, [height · width · channels], rather than [height, width, channels]. Default false.</summary>
    public bool Flat { get; init; }

    /// <summary>The shape of the input, without the batch axis: that of the model's input.</summary>
    public Shape InputShape => Flat ? [Height * Width * Channels] : [Height, Width, Channels];

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ImageInput), PrintMembers);

    private static int Side(int value, string name) => value is >= 1 and <= MostPixels
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name}: expected 1 to {MostPixels} pixels, received {value}.");

    private static T Known<T>(T value, string name)
        where T : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            name, $"{name}: expected one of {string.Join(", ", Enum.GetNames<T>())}, received {value}.");

    private static Preprocessing Finite(Preprocessing scaling) =>
        float.IsFinite(scaling.Offset) && float.IsFinite(scaling.Divisor) && scaling.Divisor != 0
        ? scaling
        : throw new ArgumentException(
            $"{nameof(Scaling)}: expected finite numbers and a divisor other than 0, received {scaling}.", nameof(Scaling));
}
