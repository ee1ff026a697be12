using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Epoche.Kernels;

/// <summary>Copies blocks of a product's operands into the order in which the tiles read them. Moves floats, computes none.</summary>
internal static unsafe class GemmPack
{
    /// <summary>Steps transposed at a time: one cache line of each source row, and what they fill stays in the first-level cache.</summary>
    private const int LineSteps = 16;

    /// <summary>
    /// target[p·targetStride + lane] = source[lane·laneStride + p·stepStride] for all lanes and steps; one of the two source strides is 1.
    /// </summary>
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

        for (int step = 0; step < steps; step += LineSteps)
        {
            int count = Math.Min(LineSteps, steps - step);
            Transpose(source + step, laneStride, lanes, count, target + (step * targetStride), targetStride);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* source, nint laneStride, int lanes, int steps, float* target, nint targetStride)
    {
        nint laneStride3 = 3 * laneStride, targetStride3 = 3 * targetStride;
        int whole = steps & -4;
        int lane = 0;
        for (; Avx.IsSupported && lane + 8 <= lanes; lane += 8)
        {
            float* s = source + (lane * laneStride), s4 = s + (4 * laneStride), t = target + lane;
            for (int p = 0; p < whole; p += 4)
            {
                // Lanes 0-3 in the lower halves, 4-7 in the upper: the 4×4 transposition below does both at once.
                Vector256<float> a = Vector256.Create(Vector128.Load(s + p), Vector128.Load(s4 + p));
                Vector256<float> b = Vector256.Create(Vector128.Load(s + laneStride + p), Vector128.Load(s4 + laneStride + p));
                Vector256<float> c = Vector256.Create(Vector128.Load(s + (2 * laneStride) + p), Vector128.Load(s4 + (2 * laneStride) + p));
                Vector256<float> d = Vector256.Create(Vector128.Load(s + laneStride3 + p), Vector128.Load(s4 + laneStride3 + p));
                Vector256<float> ac = Avx.UnpackLow(a, c), bd = Avx.UnpackLow(b, d);
                Vector256.Store(Avx.UnpackLow(ac, bd), t);
                Vector256.Store(Avx.UnpackHigh(ac, bd), t + targetStride);
                (ac, bd) = (Avx.UnpackHigh(a, c), Avx.UnpackHigh(b, d));
                Vector256.Store(Avx.UnpackLow(ac, bd), t + (2 * targetStride));
                Vector256.Store(Avx.UnpackHigh(ac, bd), t + targetStride3);
                t += 4 * targetStride;
            }
        }

        for (; lane + 4 <= lanes; lane += 4)
        {
            float* s = source + (lane * laneStride), t = target + lane;
            for (int p = 0; p < whole; p += 4)
            {
                Vector128<float> a = Vector128.Load(s + p), b = Vector128.Load(s + laneStride + p);
                Vector128<float> c = Vector128.Load(s + (2 * laneStride) + p), d = Vector128.Load(s + laneStride3 + p);
                Vector128<float> ac = ZipLow(a, c), bd = ZipLow(b, d);
                Vector128.Store(ZipLow(ac, bd), t);
                Vector128.Store(ZipHigh(ac, bd), t + targetStride);
                (ac, bd) = (ZipHigh(a, c), ZipHigh(b, d));
                Vector128.Store(ZipLow(ac, bd), t + (2 * targetStride));
                Vector128.Store(ZipHigh(ac, bd), t + targetStride3);
                t += 4 * targetStride;
            }
        }

        Remainder(source, laneStride, 0, lane, whole, steps, target, targetStride);
        Remainder(source, laneStride, lane, lanes, 0, steps, target, targetStride);
    }

    private static void Remainder(
        float* source, nint laneStride, int lane, int lanes, int step, int steps, float* target, nint targetStride)
    {
        for (; lane < lanes; lane++)
        {
            for (int p = step; p < steps; p++)
            {
                target[(p * targetStride) + lane] = source[(lane * laneStride) + p];
            }
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
