namespace Epoche;

/// <summary>What a picture may cost: files that ask for more are refused before memory is taken for their pixels.</summary>
public sealed record ImageLimits
{
    /// <summary>The most bytes of a file, 1 or more. Default 64 MiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a smaller number.</exception>
    public int MaxBytes { get; init => field = AtLeastOne(value, nameof(MaxBytes)); } = 1 << 26;

    /// <summary>
    /// The most pixels of a picture, width times height, 1 to 2²⁸. Default 2²⁵, some 33 million; reading takes about 8 bytes for each.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another number.</exception>
    public int MaxPixels
    {
        get;
        init => field = value <= MostPixels
            ? AtLeastOne(value, nameof(MaxPixels))
            : throw new ArgumentOutOfRangeException(
                nameof(MaxPixels), $"{nameof(MaxPixels)}: expected at most {MostPixels}, received {value}.");
    } = 1 << 25;

    private const int MostPixels = 1 << 28; // four bytes of each fit into an array

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(nameof(ImageLimits), PrintMembers);

    private static int AtLeastOne(int value, string name) => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name}: expected 1 or more, received {value}.");
}
