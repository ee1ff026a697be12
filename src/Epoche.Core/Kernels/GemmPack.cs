using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>Copies blocks of a product's operands into the order in which the tiles read them. Moves floats, computes none.</summary>
internal static unsafe class GemmPack
{
    /// <summary>
    /// Panels of <paramref name="height"/> "lanes" (rows of A): target[panel·height·steps + p·height + lane]. The last panel may have fewer
    /// lanes; what lies behind them is left as it was. The source holds lane i, step p at source[i·laneStride + p·stepStride].
    /// </summary>
    public static void Panels(float* source, nint laneStride, nint stepStride, int lanes, int steps, int height, float* target)
    {
        for (int i = 0; i < lanes; i += height)
        {
            Panel(source + (i * laneStride), laneStride, stepStride, Math.Min(height, lanes - i), steps, target + ((nint)i * steps), height);
        }
    }

    /// <summary>target[p·targetStride + lane] = source[lane·laneStride + p·stepStride] for all lanes and steps.</summary>
    public static void Panel(float* source, nint laneStride, nint stepStride, int lanes, int steps, float* target, nint targetStride)
    {
        if (laneStride == 1)
        {
            for (; steps > 0; steps--)
            {
                CopyRow(source, target, lanes);
                source += stepStride;
                target += targetStride;
            }

            return;
        }

        int lane = 0;
        if (stepStride == 1)
        {
            for (; lane + 4 <= lanes; lane += 4)
            {
                Transpose4(source + (lane * laneStride), laneStride, steps, target + lane, targetStride);
            }
        }

        for (; lane < lanes; lane++)
        {
            float* from = source + (lane * laneStride);
            float* to = target + lane;
            for (int p = 0; p < steps; p++)
            {
                *to = *from;
                from += stepStride;
                to += targetStride;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(float* source, float* target, int count)
    {
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256.Store(Vector256.Load(source + i), target + i);
        }

        for (; i < count; i++)
        {
            target[i] = source[i];
        }
    }

    /// <summary>Four rows of contiguous steps become four adjacent columns.</summary>
    private static void Transpose4(float* source, nint laneStride, int steps, float* target, nint targetStride)
    {
        float* s1 = source + laneStride, s2 = s1 + laneStride, s3 = s2 + laneStride;
        int p = 0;
        for (; p + 4 <= steps; p += 4)
        {
            Vector128<float> a = Vector128.Load(source + p), b = Vector128.Load(s1 + p), c = Vector128.Load(s2 + p), d = Vector128.Load(s3 + p);
            Vector128<float> ac = ZipLow(a, c), acHigh = ZipHigh(a, c), bd = ZipLow(b, d), bdHigh = ZipHigh(b, d);
            Vector128.Store(ZipLow(ac, bd), target);
            Vector128.Store(ZipHigh(ac, bd), target + targetStride);
            Vector128.Store(ZipLow(acHigh, bdHigh), target + (2 * targetStride));
            Vector128.Store(ZipHigh(acHigh, bdHigh), target + (3 * targetStride));
            target += 4 * targetStride;
        }

        for (; p < steps; p++)
        {
            target[0] = source[p];
            target[1] = s1[p];
            target[2] = s2[p];
            target[3] = s3[p];
            target += targetStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackLow(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackHigh(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
