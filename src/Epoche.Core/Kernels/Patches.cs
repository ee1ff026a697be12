using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>What happens between an image and the rows of its patch matrix.</summary>
internal unsafe interface IPatchMove
{
    /// <summary>
    /// Whether patches must be treated one after the other; else a run of neighbouring patches comes before their next run.
    /// </summary>
    static abstract bool InOrder { get; }

    /// <summary>For <paramref name="count"/> patches: <paramref name="length"/> numbers that lie within the image.</summary>
    static abstract void Inside(float* image, nint imageStep, float* patch, nint patchStep, int count, int length);

    /// <summary>For <paramref name="count"/> patches: <paramref name="length"/> numbers that lie in the padding.</summary>
    static abstract void Outside(float* patch, nint patchStep, int count, int length);
}

/// <summary>
/// Blocks of the patch matrix, which never exists as a whole. A row consists of a few runs that lie contiguously in the image: one for each
/// row of the window, or one for each tap where dilation pulls them apart.
/// </summary>
internal static unsafe class Patches
{
    /// <summary>
    /// Copies columns from … to of some rows of the patch matrix to <paramref name="target"/>, rows <paramref name="stride"/> apart.
    /// </summary>
    public static void Pack(in Window2D w, float* input, int row, int rows, int from, int to, float* target, nint stride) =>
        Walk<PatchCopy>(w, input, row, rows, from, to, target, stride);

    /// <summary>
    /// Adds rows of a matrix of patches to where they come from: an element gathers its parts in rising order of the rows.
    /// </summary>
    public static void Add(in Window2D w, float* patches, nint stride, int row, int rows, float* input) =>
        Walk<PatchAdd>(w, input, row, rows, 0, w.Columns, patches, stride);

    private static void Walk<TMove>(in Window2D w, float* input, int row, int rows, int from, int to, float* patches, nint stride)
        where TMove : struct, IPatchMove
    {
        (int image, int pixel) = int.DivRem(row, w.OutPixels);
        (int y, int x) = int.DivRem(pixel, w.OutWidth);
        bool singly = TMove.InOrder && w.DilationX > 1; // else no two runs of a line meet in an element
        while (rows > 0)
        {
            int count = singly ? 1 : Math.Min(rows, w.OutWidth - x);
            Line<TMove>(w, input + ((nint)image * w.ImageSize), y, x, count, from, to, patches, stride);
            patches += count * stride;
            rows -= count;
            x += count;
            if (x == w.OutWidth)
            {
                x = 0;
                y++;
            }

            if (y == w.OutHeight)
            {
                y = 0;
                image++;
            }
        }
    }

    /// <summary>Patches of neighbouring outputs of one line.</summary>
    private static void Line<TMove>(in Window2D w, float* image, int y, int x, int count, int from, int to, float* patches, nint stride)
        where TMove : struct, IPatchMove
    {
        int perRow = w.WindowWidth * w.Channels, run = w.DilationX == 1 ? perRow : w.Channels;
        for (int start = from / run * run; start < to; start += run)
        {
            (int ky, int at) = int.DivRem(start, perRow);
            int low = Math.Max(from - start, 0), high = Math.Min(to - start, run), line = (y * w.StrideY) + (ky * w.DilationY) - w.PadTop;
            float* patch = patches + (start - from);
            if ((uint)line >= (uint)w.Height)
            {
                TMove.Outside(patch + low, stride, count, high - low);
                continue;
            }

            int first = (x * w.StrideX) + (at / w.Channels * w.DilationX) - w.PadLeft;
            Run<TMove>(w, image + ((nint)line * w.Width * w.Channels), first, count, low, high, patch, stride);
        }
    }

    /// <summary>
    /// The same run of neighbouring patches, which starts at the pixels first, first + stride, …; some of them may jut out of the line.
    /// </summary>
    private static void Run<TMove>(in Window2D w, float* line, int first, int count, int low, int high, float* patch, nint stride)
        where TMove : struct, IPatchMove
    {
        int length = w.Width * w.Channels, step = w.StrideX * w.Channels, start = first * w.Channels;
        while (count > 0 && start + low < 0)
        {
            Clipped<TMove>(line, length, start, low, high, patch, stride);
            start += step;
            patch += stride;
            count--;
        }

        int inside = start + high > length ? 0 : Math.Min(count, ((length - high - start) / step) + 1);
        if (inside > 0)
        {
            TMove.Inside(line + start + low, step, patch + low, stride, inside, high - low);
            start += inside * step;
            patch += inside * stride;
        }

        for (count -= inside; count > 0; count--)
        {
            Clipped<TMove>(line, length, start, low, high, patch, stride);
            start += step;
            patch += stride;
        }
    }

    private static void Clipped<TMove>(float* line, int length, int start, int low, int high, float* patch, nint stride)
        where TMove : struct, IPatchMove
    {
        int begin = Math.Clamp(-start, low, high), end = Math.Clamp(length - start, begin, high);
        if (begin > low)
        {
            TMove.Outside(patch + low, stride, 1, begin - low);
        }

        if (end > begin)
        {
            TMove.Inside(line + start + begin, 0, patch + begin, stride, 1, end - begin);
        }

        if (high > end)
        {
            TMove.Outside(patch + end, stride, 1, high - end);
        }
    }
}

/// <summary>From the image into the patches; zeros for the padding.</summary>
internal unsafe struct PatchCopy : IPatchMove
{
    public static bool InOrder => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inside(float* image, nint imageStep, float* patch, nint patchStep, int count, int length)
    {
        if (length == 4)
        {
            for (; count > 0; count--)
            {
                Vector128.Store(Vector128.Load(image), patch);
                image += imageStep;
                patch += patchStep;
            }

            return;
        }

        for (; count > 0; count--)
        {
            int i = 0;
            for (; i + 32 <= length; i += 32)
            {
                Vector256<float> a = Vector256.Load(image + i), b = Vector256.Load(image + i + 8), c = Vector256.Load(image + i + 16),
                    d = Vector256.Load(image + i + 24);
                Vector256.Store(a, patch + i);
                Vector256.Store(b, patch + i + 8);
                Vector256.Store(c, patch + i + 16);
                Vector256.Store(d, patch + i + 24);
            }

            for (; i + 4 <= length; i += 4)
            {
                Vector128.Store(Vector128.Load(image + i), patch + i);
            }

            for (; i < length; i++)
            {
                patch[i] = image[i];
            }

            image += imageStep;
            patch += patchStep;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outside(float* patch, nint patchStep, int count, int length)
    {
        for (; count > 0; count--)
        {
            int i = 0;
            for (; i + 4 <= length; i += 4)
            {
                Vector128.Store(Vector128<float>.Zero, patch + i);
            }

            for (; i < length; i++)
            {
                patch[i] = 0;
            }

            patch += patchStep;
        }
    }
}

/// <summary>From the patches onto the image.</summary>
internal unsafe struct PatchAdd : IPatchMove
{
    public static bool InOrder => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inside(float* image, nint imageStep, float* patch, nint patchStep, int count, int length)
    {
        for (; count > 0; count--)
        {
            int i = 0;
            for (; i + 8 <= length; i += 8)
            {
                Vector256.Store(Vector256.Load(image + i) + Vector256.Load(patch + i), image + i);
            }

            if (i + 4 <= length)
            {
                Vector128.Store(Vector128.Load(image + i) + Vector128.Load(patch + i), image + i);
                i += 4;
            }

            for (; i < length; i++)
            {
                image[i] += patch[i];
            }

            image += imageStep;
            patch += patchStep;
        }
    }

    public static void Outside(float* patch, nint patchStep, int count, int length)
    {
    }
}
