using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> Convolutions()
    {
        foreach (Padding padding in new[] { Padding.Valid, Padding.Same })
        {
            yield return Convolution([2, 5, 6, 3], [3, 2, 3, 4], 1, padding, 1);
            yield return Convolution([2, 7, 6, 2], [3, 4, 2, 5], (2, 3), padding, 1);
            yield return Convolution([1, 7, 9, 2], [3, 2, 2, 3], (1, 2), padding, (2, 3));
            yield return Convolution([3, 4, 4, 5], [1, 1, 5, 17], 1, padding, 1);
            yield return Convolution([2, 5, 5, 2], [2, 2, 2, 3], 3, padding, 1); // pixels that no window reaches
            yield return Pooled(
                "max-pool2d", (x, size, strides) => MaxPool2D(x, size, strides, padding), double.NegativeInfinity, Math.Max,
                (sum, _) => sum, padding);
            yield return Pooled(
                "average-pool2d", (x, size, strides) => AveragePool2D(x, size, strides, padding), 0, (a, b) => a + b,
                (sum, count) => sum / count, padding);
        }

        yield return Convolution([2, 3, 4, 3], [3, 4, 3, 6], 1, Padding.Valid, 1); // the patches are the images
        yield return new(
            "conv2d-relu", "without a bias", x => Conv2DRelu(x[0], x[1], strides: 2),
            x => Convolved(x, new Moves(2, 1, Padding.Valid)).Map(v => Math.Max(v, 0)), [2, 5, 5, 2], [3, 3, 2, 4]);
        yield return new(
            "conv2d-relu", "with a bias", x => Conv2DRelu(x[0], x[1], x[2], padding: Padding.Same),
            x => Convolved(x, new Moves(1, 1, Padding.Same)).Map(v => Math.Max(v, 0)), [2, 4, 5, 1], [3, 3, 1, 4], [4]);
        yield return new(
            "conv2d", "one image and one kernel twice", x => Conv2D(x[0], x[1]) + Conv2D(x[0], x[1], padding: Padding.Valid),
            x => Convolved(x, new Moves(1, 1, Padding.Valid)).Map(v => 2 * v), [2, 4, 4, 2], [2, 2, 2, 3]);
    }

    private static GradientCase Convolution(int[] image, int[] kernel, Size2D strides, Padding padding, Size2D dilation) => new(
        "conv2d",
        $"[{string.Join(',', image)}] with [{string.Join(',', kernel)}], strides {strides}, dilation {dilation}, {padding}",
        x => Conv2D(x[0], x[1], x[2], strides, padding, dilation),
        x => Convolved(x, new Moves(strides, dilation, padding)),
        GradientInput.Create(image), GradientInput.Create(kernel), GradientInput.Create([kernel[3]]));

    private static GradientCase Pooled(
        string op, Func<Tensor, Size2D, Size2D, Tensor> compute, double start, Func<double, double, double> fold,
        Func<double, int, double> finish, Padding padding) => new(
        op,
        padding.ToString(),
        x => compute(x[0], (3, 2), (2, 1)),
        x =>
        {
            Shape image = x[0].Shape;
            (int height, int top) = Window2D.Along(image[1], 3, 2, 1, padding == Padding.Same);
            (int width, int left) = Window2D.Along(image[2], 2, 1, 1, padding == Padding.Same);
            return Nd<double>.From([image[0], height, width, image[3]], i =>
            {
                double[] seen = [.. from ky in Enumerable.Range((i[1] * 2) - top, 3)
                                    from kx in Enumerable.Range(i[2] - left, 2)
                                    where ky >= 0 && ky < image[1] && kx >= 0 && kx < image[2]
                                    select x[0].At(i[0], ky, kx, i[3])];
                return finish(seen.Aggregate(start, fold), seen.Length);
            });
        },
        [2, 6, 5, 3]);

    /// <summary>The definition, term by term.</summary>
    private static Nd<double> Convolved(Nd<double>[] x, Moves window)
    {
        Shape image = x[0].Shape, kernel = x[1].Shape;
        bool same = window.Padding == Padding.Same;
        (int height, int top) = Window2D.Along(image[1], kernel[0], window.Strides.Height, window.Dilation.Height, same);
        (int width, int left) = Window2D.Along(image[2], kernel[1], window.Strides.Width, window.Dilation.Width, same);
        return Nd<double>.From([image[0], height, width, kernel[3]], i =>
        {
            double sum = x.Length > 2 ? x[2].At(i[3]) : 0;
            for (int ky = 0; ky < kernel[0]; ky++)
            {
                for (int kx = 0; kx < kernel[1]; kx++)
                {
                    int row = (i[1] * window.Strides.Height) + (ky * window.Dilation.Height) - top,
                        column = (i[2] * window.Strides.Width) + (kx * window.Dilation.Width) - left;
                    for (int c = 0; row >= 0 && row < image[1] && column >= 0 && column < image[2] && c < image[3]; c++)
                    {
                        sum += x[0].Data[(((((i[0] * image[1]) + row) * image[2]) + column) * image[3]) + c]
                            * x[1].Data[(((((ky * kernel[1]) + kx) * kernel[2]) + c) * kernel[3]) + i[3]];
                    }
                }
            }

            return sum;
        });
    }

    private readonly record struct Moves(Size2D Strides, Size2D Dilation, Padding Padding);
}
