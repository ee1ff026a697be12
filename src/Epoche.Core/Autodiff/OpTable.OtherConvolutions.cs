using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>
    /// Inputs x [batch, height, width, in] and kernel [kh, kw, out, in]: what a convolution of that kernel from [.., out] to [.., in] gives
    /// to its input's gradient. Its own gradients are that convolution and its kernel's gradient.
    /// </summary>
    internal static readonly Op Conv2DTranspose = new(
        "conv2d-transpose", TransposedConvolutionShape, Conv2DTransposeForward, Conv2DTransposeGradient);

    /// <summary>Inputs x [batch, height, width, channels] and kernel [kh, kw, channels], without dilation.</summary>
    internal static readonly Op DepthwiseConv2D = new("depthwise-conv2d", DepthwiseShape, DepthwiseForward, DepthwiseGradient);

    private static IEnumerable<Op> OtherConvolutions => [Conv2DTranspose, DepthwiseConv2D];

    private static Shape TransposedConvolutionShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape x = inputs[0].Shape, kernel = inputs[1].Shape;
        if (x.Rank != 4 || kernel.Rank != 4 || x[3] != kernel[3])
        {
            throw new ArgumentException(
                $"A transposed convolution with the kernel {kernel} ([height, width, out, in]) takes images [batch, height, width, "
                + $"{(kernel.Rank == 4 ? kernel[3] : "in")}]; received {x}.");
        }

        return TransposedOutput(x.Tail(), arguments.Convolution.Window(kernel), kernel[2]).Prepend(x[0]);
    }

    /// <summary>The shape of one output of a transposed convolution.</summary>
    internal static Shape TransposedOutput(Shape image, in WindowArguments window, int filters)
    {
        bool same = window.Padding == Padding.Same;
        return [
            Size(image[0], window.Size.Height, window.Strides.Height, window.Dilation.Height),
            Size(image[1], window.Size.Width, window.Strides.Width, window.Dilation.Width),
            filters];

        int Size(int size, int taps, int stride, int dilation) =>
            same || size == 0 ? size * stride : ((size - 1) * stride) + ((taps - 1) * dilation) + 1;
    }

    private static void Conv2DTransposeForward(OpCall c)
    {
        Shape kernel = c.Inputs[1].Shape;
        Window2D window = Geometry(c.Output.Shape, c.Arguments.Convolution.Window(kernel));
        Conv2DKernels.InputGradient(window, c.B, c.A, kernel[3], c.Y, accumulate: false);
    }

    private static void Conv2DTransposeGradient(GradientCall g)
    {
        Shape kernel = g.B.Shape;
        Window2D window = Geometry(g.Y.Shape, g.Arguments.Convolution.Window(kernel));
        if (g.Needs(0))
        {
            Tensor dx = Tensor.Uninitialized(g.A.Shape);
            Conv2DKernels.Forward(window, g.dY.Values, g.B.Values, default, kernel[3], dx.Span, Epilogue.None);
            g.Add(0, dx);
        }

        if (g.Needs(1))
        {
            Span<float> gradient = g.Destination(1, out bool add);
            Conv2DKernels.KernelGradient(window, g.dY.Values, g.A.Values, kernel[3], gradient, add);
        }
    }

    private static Shape DepthwiseShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape x = inputs[0].Shape, kernel = inputs[1].Shape;
        if (x.Rank != 4 || kernel.Rank != 3 || x[3] != kernel[2])
        {
            throw new ArgumentException(
                $"A depthwise convolution with the kernel {kernel} ([height, width, channels]) takes images [batch, height, width, "
                + $"{(kernel.Rank == 3 ? kernel[2] : "channels")}]; received {x}.");
        }

        return WindowOutput(x.Tail(), arguments.Convolution.Window(kernel), kernel[2]) is { } image
            ? image.Prepend(x[0])
            : throw new ArgumentException(
                $"A kernel {kernel} does not fit into images {x}: pad them (same), or use fewer or smaller windows.");
    }

    private static void DepthwiseForward(OpCall c) =>
        Depthwise2D.Forward(Geometry(c.Inputs[0].Shape, c.Arguments.Convolution.Window(c.Inputs[1].Shape)), c.A, c.B, c.Y);

    private static void DepthwiseGradient(GradientCall g)
    {
        Window2D window = Geometry(g.A.Shape, g.Arguments.Convolution.Window(g.B.Shape));
        int blocks = Depthwise2D.Blocks(window);
        Tensor kernels = Tensor.Uninitialized([g.Needs(1) ? blocks : 0, window.Columns]);
        Span<float> dx = default;
        if (g.Needs(0))
        {
            dx = g.Destination(0, out bool add);
            if (!add)
            {
                dx.Clear();
            }
        }

        Depthwise2D.Gradient(window, g.A.Values, g.B.Values, g.dY.Values, dx, kernels.Span);
        if (g.Needs(1))
        {
            Tensor kernel = Tensor.Uninitialized(g.B.Shape);
            Reduce.SumRows(kernels.Values, blocks, window.Columns, kernel.Span);
            g.Add(1, kernel);
        }
    }
}
