using Epoche.Kernels;

namespace Epoche;

/// <summary>Turns and blurs images [height, width, channels].</summary>
internal sealed class ImageFilters
{
    private const float Radius = 3; // of a blur, in deviations

    private readonly int _height, _width, _channels;

    public ImageFilters(Shape image) => (_height, _width, _channels) = (image[0], image[1], image[2]);

    /// <summary>Turns counter-clockwise about the middle, by degrees.</summary>
    public void Rotate(ReadOnlySpan<float> source, Span<float> image, float degrees)
    {
        (float sin, float cos) = ScalarMath.SinCos(degrees * (MathF.PI / 180));
        (float middleX, float middleY) = ((_width - 1) / 2f, (_height - 1) / 2f);
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                // Rows count downwards, so the inverse turn of what the eye sees has these signs.
                float dx = x - middleX, dy = y - middleY;
                Sample(
                    source, middleX + (cos * dx) - (sin * dy), middleY + (sin * dx) + (cos * dy),
                    image.Slice(((y * _width) + x) * _channels, _channels));
            }
        }
    }

    /// <summary>Blurs by a Gaussian, along the rows and then along the columns.</summary>
    public void Blur(ReadOnlySpan<float> source, Span<float> image, float deviation)
    {
        int reach = (int)MathF.Ceiling(Radius * deviation);
        float[] weights = new float[(2 * reach) + 1], rows = new float[source.Length];
        float sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            float distance = (i - reach) / deviation;
            weights[i] = ScalarMath.Exp(-0.5f * distance * distance);
            sum += weights[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        Along(source, rows, weights, _height, _width, _channels, _width * _channels, _channels);
        Along(rows, image, weights, _width, _height, _width * _channels, _channels, _channels);
    }

    /// <summary>Lines of values a step apart, the lines themselves a stride apart.</summary>
    private static void Along(
        ReadOnlySpan<float> source, Span<float> result, float[] weights, int lines, int length, int step, int stride, int channels)
    {
        int reach = weights.Length / 2;
        for (int line = 0; line < lines; line++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int start = (line * stride) + channel;
                for (int i = 0; i < length; i++)
                {
                    float sum = 0;
                    for (int from = Math.Max(0, i - reach); from <= Math.Min(length - 1, i + reach); from++)
                    {
                        sum += weights[from - i + reach] * source[start + (from * step)];
                    }

                    result[start + (i * step)] = Math.Clamp(sum, 0, 1);
                }
            }
        }
    }

    private void Sample(ReadOnlySpan<float> source, float x, float y, Span<float> pixel)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float u = x - left, v = y - top;
        for (int c = 0; c < pixel.Length; c++)
        {
            float above = At(source, top, left, c) + (u * (At(source, top, left + 1, c) - At(source, top, left, c)));
            float below = At(source, top + 1, left, c) + (u * (At(source, top + 1, left + 1, c) - At(source, top + 1, left, c)));
            pixel[c] = Math.Clamp(above + (v * (below - above)), 0, 1);
        }
    }

    private float At(ReadOnlySpan<float> source, int row, int column, int channel) =>
        (uint)row < (uint)_height && (uint)column < (uint)_width ? source[(((row * _width) + column) * _channels) + channel] : 0;
}
