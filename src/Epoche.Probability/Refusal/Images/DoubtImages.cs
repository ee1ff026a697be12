namespace Epoche;

/// <summary>
/// Sets of images that a classifier of images should doubt, made from those that it should answer: five kinds of noise
/// (<see cref="Uniform"/>, <see cref="Gaussian"/>, <see cref="Bernoulli"/>, <see cref="Shuffled"/>, <see cref="Grey"/>) and three of spoilt
/// images. Each set has as many images as it is made from, in [0, 1]; image i depends on the seed, its number and the images alone.
/// </summary>
public sealed class DoubtImages
{
    private const float LeastAngle = 45, LargestAngle = 135, BlurDeviation = 2;

    private readonly Tensor _images;
    private readonly ulong _seed;
    private readonly ImageFilters _filters;
    private readonly int _pixels;

    /// <summary>Takes images.</summary>
    /// <param name="images">[count, pixels…] with values in [0, 1], on the heap.</param>
    /// <param name="image">The shape of one image, [height, width, channels]; <paramref name="images"/> may be flat.</param>
    /// <param name="seed">Decides the noise and the angles.</param>
    /// <exception cref="ArgumentException">The images do not have that shape, or leave [0, 1].</exception>
    public DoubtImages(Tensor images, Shape image, ulong seed)
    {
        if (image is not [> 0, > 0, > 0] || images.Rank < 2 || images.Length(0) == 0
            || images.Count != (long)images.Length(0) * image.ElementCount)
        {
            throw new ArgumentException(
                $"Expected images [count, pixels…], at least one, each [height, width, channels]; received {images.Shape} and {image}.",
                nameof(images));
        }

        if (images.Values.ContainsAnyExceptInRange(0f, 1f))
        {
            throw new ArgumentException("Pixels lie between 0 and 1; of bytes they are value/255.", nameof(images));
        }

        (_images, _seed, _pixels, _filters) = (images, seed, image.ElementCount, new(image));
    }

    private delegate void Maker(ReadOnlySpan<float> source, Span<float> image, int number, ref Rng random);

    /// <summary>The names of the sets, the noises first.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["uniform", "gaussian", "bernoulli", "shuffled", "grey", "rotated", "blurred", "inverted"];

    /// <summary>The set with a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such set.</exception>
    public Tensor Make(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
    {
        "uniform" => Uniform(),
        "gaussian" => Gaussian(),
        "bernoulli" => Bernoulli(),
        "shuffled" => Shuffled(),
        "grey" => Grey(),
        "rotated" => Rotated(),
        "blurred" => Blurred(),
        "inverted" => Inverted(),
        _ => throw new ArgumentException($"There is no set '{name}'; the sets are {string.Join(", ", Names)}.", nameof(name)),
    };
    }

    /// <summary>Every pixel uniform in [0, 1).</summary>
    public Tensor Uniform() => Each("uniform", static (_, image, _, ref random) => random.FillUniform(image));

    /// <summary>
    /// Every pixel normal with mean ½ and variance 1, cut off at 0 and 1 (the convention of Liang, Li and Srikant 2018, arXiv:1706.02690).
    /// </summary>
    public Tensor Gaussian() => Each("gaussian", static (_, image, _, ref random) =>
    {
        random.FillNormal(image, 0.5f, 1);
        foreach (ref float pixel in image)
        {
            pixel = Math.Clamp(pixel, 0, 1);
        }
    });

    /// <summary>Every pixel 1 with the probability of the images' mean pixel, else 0: as much ink as the images have.</summary>
    public Tensor Bernoulli()
    {
        double sum = 0;
        foreach (float pixel in _images.Values)
        {
            sum += pixel;
        }

        float density = (float)(sum / _images.Count);
        return Each("bernoulli", (_, image, _, ref random) =>
        {
            random.FillUniform(image);
            foreach (ref float pixel in image)
            {
                pixel = pixel < density ? 1 : 0;
            }
        });
    }

    /// <summary>The pixels of each image in a random order of its own; an image of several channels is shuffled value by value.</summary>
    public Tensor Shuffled() => Each("shuffled", static (source, image, _, ref random) =>
    {
        source.CopyTo(image);
        random.Shuffle(image);
    });

    /// <summary>All pixels of an image alike: image i has the level (i mod 256)/255.</summary>
    public Tensor Grey() => Each("grey", static (_, image, number, ref _) => image.Fill((number % 256) / 255f));

    /// <summary>Each image turned about its middle by 45° to 135°, uniformly, to either side; bilinear, 0 from outside.</summary>
    public Tensor Rotated() => Each("rotated", (source, image, _, ref random) =>
    {
        float angle = random.NextSingle(LeastAngle, LargestAngle);
        _filters.Rotate(source, image, random.NextBoolean() ? angle : -angle);
    });

    /// <summary>Each image blurred by a Gaussian of deviation 2 pixels, cut off at 6; 0 from outside.</summary>
    public Tensor Blurred() => Each("blurred", (source, image, _, ref _) => _filters.Blur(source, image, BlurDeviation));

    /// <summary>1 − pixel.</summary>
    public Tensor Inverted() => Each("inverted", static (source, image, _, ref _) =>
    {
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = 1 - source[i];
        }
    });

    private Tensor Each(string name, Maker make)
    {
        float[] made = new float[_images.Count];
        for (int i = 0; i < _images.Length(0); i++)
        {
            Rng random = Rng.Stream(_seed, $"doubt/{name}", i);
            make(_images.Values.Slice(i * _pixels, _pixels), made.AsSpan(i * _pixels, _pixels), i, ref random);
        }

        return Tensor.Wrap(made, _images.Shape);
    }
}
