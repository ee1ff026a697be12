using System.Runtime.InteropServices;
using Epoche.Conformance;
using Epoche.Kernels;

namespace Epoche.Core.Tests.Kernels;

/// <summary>A convolution with its three definitions, in the order of additions that the kernels promise.</summary>
internal sealed class Conv2DCase
{
    private readonly Window2D _w;
    private readonly int _filters;
    private readonly bool _accumulate;
    private readonly float[] _x, _kernel, _bias, _dy, _dxBefore, _dKernelBefore;

    public Conv2DCase(Window2D window, int filters, bool accumulate, ref Rng rng)
    {
        (_w, _filters, _accumulate) = (window, filters, accumulate);
        _x = Values(window.Batch * window.ImageSize, ref rng);
        _kernel = Values(window.Columns * filters, ref rng);
        _bias = Values(filters, ref rng);
        _dy = Values(window.Rows * filters, ref rng);
        _dxBefore = Values(_x.Length, ref rng);
        _dKernelBefore = Values(_kernel.Length, ref rng);
    }

    public static Window2D RandomWindow(ref Rng rng)
    {
        while (true)
        {
            Window2D w = Window(
                1 + rng.NextInt(5), 1 + rng.NextInt(12), 1 + rng.NextInt(12), 1 + rng.NextInt(9), 1 + rng.NextInt(4), 1 + rng.NextInt(4),
                1 + rng.NextInt(3), 1 + rng.NextInt(3), 1 + rng.NextInt(2), 1 + rng.NextInt(3), rng.NextInt(2) == 0);
            if (w.OutHeight > 0 && w.OutWidth > 0)
            {
                return w;
            }
        }
    }

    public static Window2D Window(
        int batch, int height, int width, int channels, int kernelY, int kernelX, int strideY, int strideX, int dilationY,
        int dilationX, bool same)
    {
        (int outHeight, int top) = Window2D.Along(height, kernelY, strideY, dilationY, same);
        (int outWidth, int left) = Window2D.Along(width, kernelX, strideX, dilationX, same);
        return new Window2D
        {
            Batch = batch, Height = height, Width = width, Channels = channels, WindowHeight = kernelY, WindowWidth = kernelX,
            StrideY = strideY, StrideX = strideX, DilationY = dilationY, DilationX = dilationX, PadTop = top, PadLeft = left,
            OutHeight = outHeight, OutWidth = outWidth,
        };
    }

    public static float[] Values(int count, ref Rng rng)
    {
        float[] values = new float[count];
        rng.FillUniform(values, -1, 1);
        return values;
    }

    public void Check()
    {
        (float[] y, float[] dKernel, float[] dx) = Compute();
        AssertSameBits(Forward(), y, "outputs");
        AssertSameBits(KernelGradient(), dKernel, "gradient of the kernel");
        AssertSameBits(InputGradient(), dx, "gradient of the input");
    }

    public void AddTo(Fingerprint fingerprint)
    {
        (float[] y, float[] dKernel, float[] dx) = Compute();
        fingerprint.Add<float>(y);
        fingerprint.Add<float>(dKernel);
        fingerprint.Add<float>(dx);
    }

    private (float[] Y, float[] DKernel, float[] DX) Compute()
    {
        float[] y = new float[_dy.Length], dKernel = [.. _dKernelBefore], dx = [.. _dxBefore];
        Conv2DKernels.Forward(_w, _x, _kernel, _bias, _filters, y, Epilogue.Relu);
        Conv2DKernels.KernelGradient(_w, _x, _dy, _filters, dKernel, _accumulate);
        Conv2DKernels.InputGradient(_w, _kernel, _dy, _filters, dx, _accumulate);
        return (y, dKernel, dx);
    }

    /// <summary>Where column p of row r of the patch matrix lies in the input, or −1 for padding.</summary>
    private int Source(int row, int column)
    {
        int image = row / _w.OutPixels, y = row % _w.OutPixels / _w.OutWidth, x = row % _w.OutWidth;
        int ky = column / (_w.WindowWidth * _w.Channels), kx = column / _w.Channels % _w.WindowWidth, c = column % _w.Channels;
        int iy = (y * _w.StrideY) + (ky * _w.DilationY) - _w.PadTop, ix = (x * _w.StrideX) + (kx * _w.DilationX) - _w.PadLeft;
        return iy >= 0 && iy < _w.Height && ix >= 0 && ix < _w.Width
            ? (((((image * _w.Height) + iy) * _w.Width) + ix) * _w.Channels) + c
            : -1;
    }

    private float Patch(int row, int column) => Source(row, column) is >= 0 and int at ? _x[at] : 0;

    private float[] Forward()
    {
        float[] y = new float[_dy.Length];
        int cut = CutChain.Steps(_w.Columns);
        for (int i = 0; i < y.Length; i++)
        {
            CutChain chain = new(0);
            for (int p = 0; p < _w.Columns; p++)
            {
                if (p > 0 && p % cut == 0)
                {
                    chain.Cut();
                }

                chain.Step(Patch(i / _filters, p), _kernel[(p * _filters) + (i % _filters)]);
            }

            chain.Cut();
            float sum = chain.Sum();
            sum += _bias[i % _filters];
            y[i] = sum <= 0 ? 0 : sum;
        }

        return y;
    }

    private float[] KernelGradient()
    {
        float[] result = new float[_kernel.Length];
        for (int i = 0; i < result.Length; i++)
        {
            CutChain chain = new(_accumulate ? _dKernelBefore[i] : 0);
            for (int row = 0; row < _w.Rows; row++)
            {
                if (row > 0 && EndsCut(row))
                {
                    chain.Cut();
                }

                chain.Step(Patch(row, i / _filters), _dy[(row * _filters) + (i % _filters)]);
            }

            chain.Cut();
            result[i] = chain.Sum();
        }

        return result;
    }

    /// <summary>
    /// As many whole images as have 1,024 outputs, or else lines of one, or else outputs of one; where patches
    /// are the input, as in any product.
    /// </summary>
    private bool EndsCut(int row)
    {
        int images = 1024 / _w.OutPixels, lines = 1024 / _w.OutWidth, pixel = row % _w.OutPixels, x = pixel % _w.OutWidth;
        return _w.IsInput ? row % CutChain.Steps(_w.Rows) == 0
            : images > 0 ? row % (images * _w.OutPixels) == 0
            : pixel == 0 || (lines > 0 ? pixel % (lines * _w.OutWidth) == 0 : x % 1024 == 0);
    }

    private float[] InputGradient()
    {
        float[] result = _accumulate ? [.. _dxBefore] : new float[_x.Length];
        for (int row = 0; row < _w.Rows; row++)
        {
            for (int p = 0; p < _w.Columns; p++)
            {
                int at = Source(row, p);
                // The chain goes on from there where a patch is all that an element gets.
                float sum = _w.IsInput && _accumulate ? _dxBefore[at] : 0;
                for (int f = 0; at >= 0 && f < _filters; f++)
                {
                    sum = MathF.FusedMultiplyAdd(_dy[(row * _filters) + f], _kernel[(p * _filters) + f], sum);
                }

                if (at >= 0)
                {
                    result[at] = _w.IsInput ? sum : result[at] + sum;
                }
            }
        }

        return result;
    }

    private void AssertSameBits(float[] expected, float[] actual, string what)
    {
        int at = MemoryMarshal.Cast<float, int>(expected).CommonPrefixLength(MemoryMarshal.Cast<float, int>(actual));
        Assert.True(at == expected.Length, $"{what}: element {at} of {expected.Length} differs for {_w}, {_filters} filters");
    }
}
