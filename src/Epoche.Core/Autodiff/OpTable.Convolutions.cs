using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>Inputs x [batch, height, width, in], kernel [kh, kw, in, out] and, perhaps, bias [out].</summary>
    internal static readonly Op Conv2D = new("conv2d", Conv2DShape, c => Conv2DForward(c, Epilogue.None), g => Conv2DGradient(g, g.dY));

    internal static readonly Op MaxPool2D = Pool<MaxPool>("max-pool2d");
    internal static readonly Op AveragePool2D = Pool<AveragePool>("average-pool2d");

    private static IEnumerable<Op> Convolutions => [Conv2D, MaxPool2D, AveragePool2D];

    /// <summary>
    /// The shape of one output, without the batch; null where the window does not fit into the image [height, width, channels].
    /// </summary>
    internal static Shape? WindowOutput(Shape image, in WindowArguments window, int channels)
    {
        (int height, _) = Along(image[0], window.Size.Height, window.Strides.Height, window.Dilation.Height, window.Padding);
        (int width, _) = Along(image[1], window.Size.Width, window.Strides.Width, window.Dilation.Width, window.Padding);
        return height > 0 && width > 0 ? [height, width, channels] : null;
    }

    private static (int Outputs, int Before) Along(int size, int window, int stride, int dilation, Padding padding) =>
        Window2D.Along(size, window, stride, dilation, padding == Padding.Same);

    private static Window2D Geometry(Shape x, in WindowArguments window)
    {
        (int height, int top) = Along(x[1], window.Size.Height, window.Strides.Height, window.Dilation.Height, window.Padding);
        (int width, int left) = Along(x[2], window.Size.Width, window.Strides.Width, window.Dilation.Width, window.Padding);
        return new Window2D
        {
            Batch = x[0],
            Height = x[1],
            Width = x[2],
            Channels = x[3],
            WindowHeight = window.Size.Height,
            WindowWidth = window.Size.Width,
            StrideY = window.Strides.Height,
            StrideX = window.Strides.Width,
            DilationY = window.Dilation.Height,
            DilationX = window.Dilation.Width,
            PadTop = top,
            PadLeft = left,
            OutHeight = height,
            OutWidth = width,
        };
    }

    private static Shape Conv2DShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape x = inputs[0].Shape, kernel = inputs[1].Shape;
        if (x.Rank != 4 || kernel.Rank != 4 || x[3] != kernel[2])
        {
            throw new ArgumentException(
                $"A convolution with the kernel {kernel} ([height, width, in, out]) takes images [batch, height, width, "
                + $"{(kernel.Rank == 4 ? kernel[2] : "in")}]; received {x}.");
        }

        if (inputs.Length > 2 && inputs[2].Shape != [kernel[3]])
        {
            throw new ArgumentException($"A convolution with the kernel {kernel} takes a bias [{kernel[3]}]; received {inputs[2].Shape}.");
        }

        return WindowOutput(x.Tail(), arguments.Convolution.Window(kernel), kernel[3]) is { } image
            ? image.Prepend(x[0])
            : throw new ArgumentException(
                $"A kernel {kernel}{Spread(arguments.Convolution.Dilation)} does not fit into images {x}: pad them (same), "
                + "or use fewer or smaller windows.");
    }

    private static string Spread(Size2D dilation) => dilation == new Size2D(1, 1) ? string.Empty : $", dilated {dilation},";

    private static void Conv2DForward(OpCall c, Epilogue epilogue)
    {
        Shape kernel = c.Inputs[1].Shape;
        Window2D window = Geometry(c.Inputs[0].Shape, c.Arguments.Convolution.Window(kernel));
        ReadOnlySpan<float> bias = c.Inputs.Length > 2 ? c.Inputs[2].Values : default;
        Conv2DKernels.Forward(window, c.A, c.B, bias, kernel[3], c.Y, epilogue);
    }

    private static void Conv2DGradient(GradientCall g, Tensor dz)
    {
        Shape kernel = g.B.Shape;
        int filters = kernel[3];
        Window2D window = Geometry(g.A.Shape, g.Arguments.Convolution.Window(kernel));
        if (g.Needs(1))
        {
            Span<float> gradient = g.Destination(1, out bool add);
            Conv2DKernels.KernelGradient(window, g.A.Values, dz.Values, filters, gradient, add);
        }

        if (g.Inputs.Length > 2 && g.Needs(2))
        {
            Tensor bias = Tensor.Uninitialized([filters]);
            Reduce.SumRows(dz.Values, window.Rows, filters, bias.Span);
            g.Add(2, bias);
        }

        // The first layer's input is data: nobody waits for its gradient.
        if (g.Needs(0))
        {
            Span<float> gradient = g.Destination(0, out bool add);
            Conv2DKernels.InputGradient(window, g.B.Values, dz.Values, filters, gradient, add);
        }
    }

    private static Op Pool<TPool>(string name)
        where TPool : struct, IPool => new(
        name,
        PoolShape,
        c => Pool2D.Forward<TPool>(Geometry(c.Inputs[0].Shape, c.Arguments.Window), c.A, c.Y),
        g =>
        {
            Span<float> gradient = g.Destination(0, out bool add);
            Pool2D.Gradient<TPool>(Geometry(g.A.Shape, g.Arguments.Window), g.A.Values, g.Y.Values, g.dY.Values, gradient, add);
        });

    private static Shape PoolShape(ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
    {
        Shape x = inputs[0].Shape;
        if (x.Rank != 4)
        {
            throw new ArgumentException($"Pooling takes images [batch, height, width, channels]; received {x}.");
        }

        return WindowOutput(x.Tail(), arguments.Window, x[3]) is { } image
            ? image.Prepend(x[0])
            : throw new ArgumentException(
                $"A window of {arguments.Window.Size} does not fit into images {x}: pad them (same), or use a smaller window.");
    }
}
