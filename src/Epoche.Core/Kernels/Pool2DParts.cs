using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>The part of a window that lies within the image: taps First … End − 1 along each axis.</summary>
internal readonly struct PoolTaps(in Window2D w, int y, int x)
{
    public readonly int Top = (y * w.StrideY) - w.PadTop, Left = (x * w.StrideX) - w.PadLeft;
    public readonly int FirstY = Math.Max(0, w.PadTop - (y * w.StrideY)), FirstX = Math.Max(0, w.PadLeft - (x * w.StrideX));
    public readonly int EndY = Math.Min(w.WindowHeight, w.Height + w.PadTop - (y * w.StrideY)),
        EndX = Math.Min(w.WindowWidth, w.Width + w.PadLeft - (x * w.StrideX));

    public int Count => (EndY - FirstY) * (EndX - FirstX);
}

/// <summary>Lines of outputs.</summary>
internal readonly unsafe struct Pool2DForward<TPool>(Window2D window, float* x, float* y) : IParallelBody
    where TPool : struct, IPool
{
    public void Run(int part)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Line<Vector512<float>, Simd512>(window, x, y, part);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Line<Vector256<float>, Simd256>(window, x, y, part);
        }
        else
        {
            Line<Vector128<float>, Simd128>(window, x, y, part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Line<V, S>(in Window2D w, float* x, float* y, int line)
        where V : struct
        where S : struct, ISimd<V>
    {
        (int image, int outY) = int.DivRem(line, w.OutHeight);
        nint channels = w.Channels, lineStep = w.Width * channels;
        float* result = y + ((nint)line * w.OutWidth * channels);
        for (int outX = 0; outX < w.OutWidth; outX++)
        {
            PoolTaps taps = new(w, outY, outX);
            V count = S.Create(taps.Count);
            float* corner =
                x + ((nint)image * w.ImageSize) + ((taps.Top + taps.FirstY) * lineStep) + ((taps.Left + taps.FirstX) * channels);
            for (nint c = 0; c < channels; c += S.Width)
            {
                nint lanes = nint.Min(S.Width, channels - c);
                V seen = default;
                for (int ky = taps.FirstY; ky < taps.EndY; ky++)
                {
                    V row = default; // a line of the window by itself: the sum of a large window loses no more than that of its sides
                    float* at = corner + ((ky - taps.FirstY) * lineStep) + c;
                    for (int kx = taps.FirstX; kx < taps.EndX; kx++)
                    {
                        V value = lanes == S.Width ? S.Load(in *at, 0) : S.LoadPartial(in *at, 0, lanes, S.Create(0));
                        row = kx == taps.FirstX ? value : TPool.Take<V, S>(row, value);
                        at += channels;
                    }

                    seen = ky == taps.FirstY ? row : TPool.Take<V, S>(seen, row);
                }

                seen = TPool.Finish<V, S>(seen, count);
                if (lanes == S.Width)
                {
                    S.Store(seen, ref *result, c);
                }
                else
                {
                    S.StorePartial(seen, ref *result, c, lanes);
                }
            }

            result += channels;
        }
    }
}

/// <summary>Images of the gradient: windows may overlap, and add up output after output.</summary>
internal readonly unsafe struct Pool2DGradient<TPool>(Window2D window, float* x, float* y, float* dy, float* dx) : IParallelBody
    where TPool : struct, IPool
{
    public void Run(int part)
    {
        float* image = x + ((nint)part * window.ImageSize), gradient = dx + ((nint)part * window.ImageSize);
        nint outputs = (nint)part * window.OutPixels * window.Channels;
        if (Vector512.IsHardwareAccelerated)
        {
            Image<Vector512<float>, Simd512>(window, image, y + outputs, dy + outputs, gradient);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Image<Vector256<float>, Simd256>(window, image, y + outputs, dy + outputs, gradient);
        }
        else
        {
            Image<Vector128<float>, Simd128>(window, image, y + outputs, dy + outputs, gradient);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Image<V, S>(in Window2D w, float* x, float* y, float* dy, float* dx)
        where V : struct
        where S : struct, ISimd<V>
    {
        nint channels = w.Channels, lineStep = w.Width * channels;
        for (int output = 0; output < w.OutPixels; output++)
        {
            PoolTaps taps = new(w, output / w.OutWidth, output % w.OutWidth);
            V count = S.Create(taps.Count);
            nint corner = ((taps.Top + taps.FirstY) * lineStep) + ((taps.Left + taps.FirstX) * channels);
            for (nint c = 0; c < channels; c += S.Width)
            {
                nint lanes = nint.Min(S.Width, channels - c);
                V result = Load<V, S>(y + c, lanes), gradient = Load<V, S>(dy + c, lanes), done = S.Create(0);
                for (int ky = taps.FirstY; ky < taps.EndY; ky++)
                {
                    nint at = corner + ((ky - taps.FirstY) * lineStep) + c;
                    for (int kx = taps.FirstX; kx < taps.EndX; kx++)
                    {
                        V sum = S.Add(
                            Load<V, S>(dx + at, lanes), TPool.Give<V, S>(Load<V, S>(x + at, lanes), result, gradient, count, ref done));
                        if (lanes == S.Width)
                        {
                            S.Store(sum, ref *(dx + at), 0);
                        }
                        else
                        {
                            S.StorePartial(sum, ref *(dx + at), 0, lanes);
                        }

                        at += channels;
                    }
                }
            }

            y += channels;
            dy += channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V, S>(float* source, nint lanes)
        where V : struct
        where S : struct, ISimd<V> => lanes == S.Width ? S.Load(in *source, 0) : S.LoadPartial(in *source, 0, lanes, S.Create(0));
}
