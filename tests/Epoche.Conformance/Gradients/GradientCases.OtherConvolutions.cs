using Epoche.Kernels;
using static Epoche.Tensors.Ops;

namespace Epoche.Conformance.Gradients;

internal static partial class GradientCases
{
    private static IEnumerable<GradientCase> OtherConvolutions()
    {
        foreach (Padding padding in new[] { Padding.Valid, Padding.Same })
        {
            yield return Transposed([2, 3, 4, 3], [3, 2, 4, 3], 1, padding, 1);
            yield return Transposed([2, 3, 2, 2], [3, 4, 5, 2], (2, 3), padding, 1);
            yield return Transposed([1, 4, 3, 2], [2, 1, 3, 2], 3, padding, 1); // pixels that no tap reaches
            yield return Transposed([1, 3, 3, 2], [2, 3, 2, 2], 1, padding, 2);
            yield return Depthwise([2, 5, 6, 3], [3, 2, 3], 1, padding);
            yield return Depthwise([3, 6, 5, 18], [2, 3, 18], (2, 1), padding);
        }
    }

    private static GradientCase Transposed(int[] image, int[] kernel, Size2D strides, Padding padding, Size2D dilation) => new(
        "conv2d-transpose",
        $"[{string.Join(',', image)}] with [{string.Join(',', kernel)}], strides {strides}, dilation {dilation}, {padding}",
        x => Conv2DTranspose(x[0], x[1], strides, padding, dilation),
        x =>
        {
            (int height, int top) = Spread(image[1], kernel[0], strides.Height, dilation.Height, padding);
            (int width, int left) = Spread(image[2], kernel[1], strides.Width, dilation.Width, padding);
            return Nd<double>.From([image[0], height, width, kernel[2]], i => (
                from y in Enumerable.Range(0, image[1])
                from ky in Enumerable.Range(0, kernel[0])
                where (y * strides.Height) + (ky * dilation.Height) - top == i[1]
                from column in Enumerable.Range(0, image[2])
                from kx in Enumerable.Range(0, kernel[1])
                where (column * strides.Width) + (kx * dilation.Width) - left == i[2]
                from c in Enumerable.Range(0, image[3])
                select x[0].At(i[0], y, column, c) * x[1].At(ky, kx, i[3], c)).Sum());
        },
        GradientInput.Create(image), GradientInput.Create(kernel));

    /// <summary>Outputs along an axis, and how many are cut off in front.</summary>
    private static (int Outputs, int Before) Spread(int size, int taps, int stride, int dilation, Padding padding)
    {
        int reach = ((taps - 1) * dilation) + 1;
        return padding == Padding.Same ? (size * stride, Math.Max(0, reach - stride) / 2) : (((size - 1) * stride) + reach, 0);
    }

    private static GradientCase Depthwise(int[] image, int[] kernel, Size2D strides, Padding padding) => new(
        "depthwise-conv2d",
        $"[{string.Join(',', image)}] with [{string.Join(',', kernel)}], strides {strides}, {padding}",
        x => DepthwiseConv2D(x[0], x[1], strides, padding),
        x =>
        {
            (int height, int top) = Window2D.Along(image[1], kernel[0], strides.Height, 1, padding == Padding.Same);
            (int width, int left) = Window2D.Along(image[2], kernel[1], strides.Width, 1, padding == Padding.Same);
            return Nd<double>.From([image[0], height, width, image[3]], i => (
                from ky in Enumerable.Range(0, kernel[0])
                let y = (i[1] * strides.Height) + ky - top
                where y >= 0 && y < image[1]
                from kx in Enumerable.Range(0, kernel[1])
                let column = (i[2] * strides.Width) + kx - left
                where column >= 0 && column < image[2]
                select x[0].At(i[0], y, column, i[3]) * x[1].At(ky, kx, i[3])).Sum());
        },
        GradientInput.Create(image), GradientInput.Create(kernel));
}
