using System.Buffers;
using System.Runtime.CompilerServices;
using Epoche.Kernels;

namespace Epoche;

/// <summary>
/// Crops, flips, shifts, turns, scales and bends images and adds noise. Crops and flips move whole pixels. Of the others each pixel of the
/// result is taken from where it came from, by bilinear interpolation; what comes from outside is 0. An image of 28 × 28 pixels takes
/// about 10 µs.
/// </summary>
public sealed class ImageAugmentation : Augmentation
{
    private const int Knots = 5; // of the elastic grid, along each axis

    private readonly ImageAugmentationOptions _options;
    private readonly bool _places, _moves;

    /// <summary>Takes settings.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ImageAugmentation(ImageAugmentationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _places = options.Crop > 0 || options.FlipHorizontal > 0 || options.FlipVertical > 0;

        // Without any setting too, so that the numbers drawn for the noise stay those of earlier versions.
        _moves = !_places || options.Shift > 0 || options.Rotation > 0 || options.Scale > 0 || options.Elastic > 0;
    }

    /// <inheritdoc/>
    public override void RequireFits(Shape input)
    {
        if (input.ElementCount != _options.Image.ElementCount)
        {
            throw new ArgumentException(
                $"The augmentation is made for images {_options.Image}; the inputs have the shape {input}, which is not as many pixels.");
        }
    }

    /// <inheritdoc/>
    public override void Apply(Span<float> input, ref Rng random)
    {
        float[] source = ArrayPool<float>.Shared.Rent(input.Length);
        input.CopyTo(source);
        if (_places)
        {
            Place(source, input, ref random);
            input.CopyTo(source);
        }

        if (_moves)
        {
            Move(source, input, ref random);
        }

        if (_options.Noise > 0)
        {
            Span<float> noise = source.AsSpan(0, input.Length);
            random.FillNormal(noise, 0, _options.Noise);
            for (int i = 0; i < input.Length; i++)
            {
                input[i] = Math.Clamp(input[i] + noise[i], 0, 1);
            }
        }

        ArrayPool<float>.Shared.Return(source);
    }

    /// <summary>Cuts and flips: pixels go to other places as they are.</summary>
    private void Place(float[] source, Span<float> result, ref Rng random)
    {
        (int height, int width, int channels) = (_options.Image[0], _options.Image[1], _options.Image[2]);
        int places = (2 * _options.Crop) + 1;
        int right = _options.Crop > 0 ? random.NextInt(places) - _options.Crop : 0;
        int down = _options.Crop > 0 ? random.NextInt(places) - _options.Crop : 0;
        bool mirrored = _options.FlipHorizontal > 0 && random.NextSingle() < _options.FlipHorizontal;
        bool upsideDown = _options.FlipVertical > 0 && random.NextSingle() < _options.FlipVertical;
        for (int y = 0; y < height; y++)
        {
            int row = (upsideDown ? height - 1 - y : y) + down;
            for (int x = 0; x < width; x++)
            {
                int column = (mirrored ? width - 1 - x : x) + right;
                Span<float> pixel = result.Slice(((y * width) + x) * channels, channels);
                if ((uint)row < (uint)height && (uint)column < (uint)width)
                {
                    source.AsSpan(((row * width) + column) * channels, channels).CopyTo(pixel);
                }
                else
                {
                    pixel.Clear();
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(float[] source, Span<float> result, ref Rng random)
    {
        (int height, int width, int channels) = (_options.Image[0], _options.Image[1], _options.Image[2]);
        float right = Symmetric(ref random, _options.Shift), down = Symmetric(ref random, _options.Shift);
        float wider = 1 / (1 + Symmetric(ref random, _options.Scale)), higher = 1 / (1 + Symmetric(ref random, _options.Scale));
        (float sin, float cos) = ScalarMath.SinCos(Symmetric(ref random, _options.Rotation) * (MathF.PI / 180));
        Span<float> grid = stackalloc float[2 * Knots * Knots];
        random.FillNormal(grid, 0, _options.Elastic);
        (float middleX, float middleY) = ((width - 1) / 2f, (height - 1) / 2f);
        for (int y = 0; y < height; y++)
        {
            float dy = y - middleY - down, gridY = (float)y * (Knots - 1) / height;
            int rowOfKnots = (int)gridY;
            float v = Smooth(gridY - rowOfKnots);
            for (int x = 0; x < width; x++)
            {
                float dx = x - middleX - right, gridX = (float)x * (Knots - 1) / width;
                int knot = (rowOfKnots * Knots) + (int)gridX;
                float u = Smooth(gridX - (int)gridX);
                float fromX = middleX + (wider * ((cos * dx) + (sin * dy))) + Between(grid, knot, u, v);
                float fromY = middleY + (higher * ((cos * dy) - (sin * dx))) + Between(grid[(Knots * Knots)..], knot, u, v);
                Sample(source, fromX, fromY, result.Slice(((y * width) + x) * channels, channels));
            }
        }
    }

    private static float Symmetric(ref Rng random, float largest) => largest * ((2 * random.NextSingle()) - 1);

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private static float Between(ReadOnlySpan<float> knots, int first, float u, float v)
    {
        float above = knots[first] + (u * (knots[first + 1] - knots[first]));
        float below = knots[first + Knots] + (u * (knots[first + Knots + 1] - knots[first + Knots]));
        return above + (v * (below - above));
    }

    private void Sample(float[] source, float x, float y, Span<float> pixel)
    {
        (int height, int width) = (_options.Image[0], _options.Image[1]);
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float u = x - left, v = y - top;
        for (int c = 0; c < pixel.Length; c++)
        {
            float above = At(top, left, c) + (u * (At(top, left + 1, c) - At(top, left, c)));
            float below = At(top + 1, left, c) + (u * (At(top + 1, left + 1, c) - At(top + 1, left, c)));
            pixel[c] = above + (v * (below - above));
        }

        float At(int row, int column, int channel) =>
            (uint)row < (uint)height && (uint)column < (uint)width ? source[(((row * width) + column) * _options.Image[2]) + channel] : 0;
    }
}
