using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// Convolution of each channel with a kernel of its own: images [batch, height, width, channels], kernel [kh, kw, channels], vectors of
/// channels at a time. Threads share output lines, or blocks of images whose borders depend on the batch alone; every output is one chain
/// of fused multiply-adds over the taps in rising order, and the kernel's gradient one over 16 positions, from where it goes on in double
/// precision (<see cref="WideSums"/>).
/// </summary>
internal static unsafe class Depthwise2D
{
    private const long WorthSharing = 32 * 1024;

    private const int MaxBlocks = 64;

    /// <summary>How many blocks of images: the scratch of <see cref="Gradient"/> holds as many kernels.</summary>
    public static int Blocks(in Window2D w) => Math.Clamp(w.Batch, 1, MaxBlocks);

    /// <summary>y[b, i, j, c] = Σ x[b, i·stride + k − zeros, …, c]·kernel[k, l, c].</summary>
    public static void Forward(in Window2D w, ReadOnlySpan<float> x, ReadOnlySpan<float> kernel, Span<float> y)
    {
        fixed (float* px = x, pKernel = kernel, py = y)
        {
            Share(w, w.Batch * w.OutHeight, new Lines(w, px, pKernel, py));
        }
    }

    /// <summary>
    /// Adds to dx, and puts into the scratch, a kernel for each block of images, what the gradient of the
    /// outputs gives to images and kernel.
    /// </summary>
    /// <param name="w">The geometry.</param>
    /// <param name="x">The images.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="dy">The gradient of the outputs.</param>
    /// <param name="dx">That of the images; empty where nobody wants it.</param>
    /// <param name="kernels">[<see cref="Blocks"/>, kh, kw, channels]; empty where nobody wants it.</param>
    public static void Gradient(
        in Window2D w, ReadOnlySpan<float> x, ReadOnlySpan<float> kernel, ReadOnlySpan<float> dy, Span<float> dx, Span<float> kernels)
    {
        kernels.Clear();
        fixed (float* px = x, pKernel = kernel, pdy = dy, pdx = dx, pKernels = kernels)
        {
            Share(w, Blocks(w), new Images(w, px, pKernel, pdy, pdx, pKernels));
        }
    }

    private static void Share<TBody>(in Window2D w, int parts, TBody body)
        where TBody : struct, IParallelBody
    {
        if ((long)w.Rows * w.Columns >= WorthSharing)
        {
            Workers.For(parts, body);
            return;
        }

        for (int part = 0; part < parts; part++)
        {
            body.Run(part);
        }
    }

    private readonly struct Lines(Window2D window, float* x, float* kernel, float* y) : IParallelBody
    {
        public void Run(int part)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Line<Vector512<float>, Simd512>(window, x, kernel, y, part);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Line<Vector256<float>, Simd256>(window, x, kernel, y, part);
            }
            else
            {
                Line<Vector128<float>, Simd128>(window, x, kernel, y, part);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Line<V, S>(in Window2D w, float* x, float* kernel, float* y, int line)
            where V : struct
            where S : struct, ISimd<V>
        {
            (int image, int outY) = int.DivRem(line, w.OutHeight);
            nint channels = w.Channels;
            float* result = y + ((nint)line * w.OutWidth * channels);
            for (int outX = 0; outX < w.OutWidth; outX++, result += channels)
            {
                PoolTaps taps = new(w, outY, outX);
                for (nint c = 0; c < channels; c += S.Width)
                {
                    nint lanes = nint.Min(S.Width, channels - c);
                    V sum = S.Create(0);
                    for (int ky = taps.FirstY; ky < taps.EndY; ky++)
                    {
                        float* row = x + ((nint)image * w.ImageSize) + ((nint)(taps.Top + ky) * w.Width * channels) + c,
                            tap = kernel + ((nint)ky * w.WindowWidth * channels) + c;
                        for (int kx = taps.FirstX; kx < taps.EndX; kx++)
                        {
                            sum = S.Fma(
                                Cell.Load<V, S>(row + ((taps.Left + kx) * channels), lanes),
                                Cell.Load<V, S>(tap + (kx * channels), lanes), sum);
                        }
                    }

                    Cell.Store<V, S>(sum, result + c, lanes);
                }
            }
        }
    }

    private readonly struct Images(Window2D window, float* x, float* kernel, float* dy, float* dx, float* kernels) : IParallelBody
    {
        public void Run(int part)
        {
            int blocks = Blocks(window), first = (int)((long)window.Batch * part / blocks),
                end = (int)((long)window.Batch * (part + 1) / blocks);
            Span<double> sums = kernels == null ? default : WideSums.Zeros(window.Columns);
            Span<float> chain = kernels == null ? default : new(kernels + ((nint)part * window.Columns), window.Columns);
            for (int image = first; image < end; image++)
            {
                for (int output = 0; output < window.OutPixels; output += WideSums.Chain)
                {
                    chain.Clear();
                    Outputs(image, output, Math.Min(output + WideSums.Chain, window.OutPixels), chain);
                    WideSums.Add(chain, sums);
                }
            }

            WideSums.Store(sums, chain);
        }

        private void Outputs(int image, int first, int end, Span<float> chain)
        {
            nint pixels = (nint)image * window.ImageSize, outputs = (((nint)image * window.OutPixels) + first) * window.Channels;
            float* gradient = dx == null ? null : dx + pixels;
            fixed (float* own = chain)
            {
                if (Vector512.IsHardwareAccelerated)
                {
                    Image<Vector512<float>, Simd512>(window, x + pixels, kernel, dy + outputs, gradient, own, first, end);
                }
                else if (Vector256.IsHardwareAccelerated)
                {
                    Image<Vector256<float>, Simd256>(window, x + pixels, kernel, dy + outputs, gradient, own, first, end);
                }
                else
                {
                    Image<Vector128<float>, Simd128>(window, x + pixels, kernel, dy + outputs, gradient, own, first, end);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Image<V, S>(in Window2D w, float* x, float* kernel, float* dy, float* dx, float* dKernel, int first, int end)
            where V : struct
            where S : struct, ISimd<V>
        {
            nint channels = w.Channels;
            for (int output = first; output < end; output++, dy += channels)
            {
                PoolTaps taps = new(w, output / w.OutWidth, output % w.OutWidth);
                for (nint c = 0; c < channels; c += S.Width)
                {
                    nint lanes = nint.Min(S.Width, channels - c);
                    V gradient = Cell.Load<V, S>(dy + c, lanes);
                    for (int ky = taps.FirstY; ky < taps.EndY; ky++)
                    {
                        nint row = ((nint)(taps.Top + ky) * w.Width * channels) + c, tap = ((nint)ky * w.WindowWidth * channels) + c;
                        for (int kx = taps.FirstX; kx < taps.EndX; kx++)
                        {
                            nint at = row + ((taps.Left + kx) * channels), k = tap + (kx * channels);
                            if (dx != null)
                            {
                                Cell.Store<V, S>(
                                    S.Fma(gradient, Cell.Load<V, S>(kernel + k, lanes), Cell.Load<V, S>(dx + at, lanes)), dx + at, lanes);
                            }

                            if (dKernel != null)
                            {
                                Cell.Store<V, S>(
                                    S.Fma(gradient, Cell.Load<V, S>(x + at, lanes), Cell.Load<V, S>(dKernel + k, lanes)),
                                    dKernel + k, lanes);
                            }
                        }
                    }
                }
            }
        }
    }
}
