namespace Epoche.Kernels;

/// <summary>
/// Convolution of images [batch, height, width, in] with a kernel [kh, kw, in, out] as products with the patch matrix (Chellapilla et al.
/// 2006), which is read from the images (<see cref="Conv2DInPlace"/>), or of which a block at a time is packed where it stays in the
/// second-level cache. Threads share rows of the results. Every output and every element of the kernel's gradient is a chain of fused
/// multiply-adds in rising order, cut where it is long (<see cref="GemmCuts"/>); an element of the input's gradient is the sum, output
/// after output in rising order, of such chains over the filters. So neither threads nor registers nor blocks change a bit.
/// </summary>
internal static unsafe class Conv2DKernels
{
    /// <summary>Numbers of a block of patches: 128 KB.</summary>
    private const int BlockSize = 32 * 1024;

    /// <summary>Columns of a block where all outputs are summed: with so few, a block has rows enough for long chains.</summary>
    public const int MaxPackedColumns = 64;

    /// <summary>Rows of the kernel's gradient in a part at most.</summary>
    private const int MaxColumns = 1024;

    /// <summary>Rows of a block at most, and the height of a register tile.</summary>
    private const int MaxRows = 512, RowUnit = 8;

    /// <summary>Blocks for each thread, so that a thread that comes late leaves work to the others.</summary>
    private const int PartsPerThread = 4;

    /// <summary>y = x ∗ kernel (+ bias), then the epilogue.</summary>
    public static void Forward(
        in Window2D w, ReadOnlySpan<float> x, ReadOnlySpan<float> kernel, ReadOnlySpan<float> bias, int filters,
        Span<float> y, Epilogue epilogue)
    {
        Check(w, x.Length, kernel.Length, y.Length, filters);
        if (w.IsInput)
        {
            Gemm.Multiply(
                w.Rows, filters, w.Columns, x, w.Columns, false, kernel, filters, false, y, filters, bias: bias, epilogue: epilogue);
            return;
        }

        fixed (float* px = x, pKernel = kernel, pBias = bias, py = y)
        {
            GemmProduct product = new()
            {
                N = filters, K = w.Columns, B = pKernel, BStep = filters, BColumn = 1, C = py, CRow = filters, Bias = pBias,
                Relu = epilogue == Epilogue.Relu,
            };
            if (Conv2DInPlace.PaysForward(w, filters))
            {
                int all = Conv2DInPlaceForward.Rows(w, filters), rows = BlockRows(all, Conv2DInPlace.MaxRows);
                Share(w, filters, (all + rows - 1) / rows, new Conv2DInPlaceForward(new ImageReader(w, px), product, rows));
            }
            else
            {
                int rows = BlockRows(w.Rows, CachedRows(w.Columns));
                Share(w, filters, (w.Rows + rows - 1) / rows, new Conv2DForward(w, px, product, rows));
            }
        }
    }

    /// <summary>kernelGradient (+)= patchesᵀ · dy.</summary>
    public static void KernelGradient(
        in Window2D w, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int filters, Span<float> kernelGradient, bool accumulate)
    {
        Check(w, x.Length, kernelGradient.Length, dy.Length, filters);
        if (w.IsInput || w.Rows == 0)
        {
            Gemm.Multiply(w.Columns, filters, w.Rows, x, w.Columns, true, dy, filters, false, kernelGradient, filters, accumulate);
            return;
        }

        fixed (float* px = x, pdy = dy, pKernel = kernelGradient)
        {
            GemmProduct product = new()
            {
                N = filters, ARow = 1, B = pdy, BStep = filters, BColumn = 1, C = pKernel, CRow = filters, Accumulate = accumulate,
            };
            if (Conv2DInPlace.PaysKernelGradient(w, filters))
            {
                KernelGradient(w, new ScatteredPatchColumns(new ImageReader(w, px)), product);
            }
            else
            {
                KernelGradient(w, new PackedPatchColumns(w, px), product);
            }
        }
    }

    /// <summary>dx (+)= dy · kernelᵀ, each patch added to where it came from.</summary>
    public static void InputGradient(
        in Window2D w, ReadOnlySpan<float> kernel, ReadOnlySpan<float> dy, int filters, Span<float> dx, bool accumulate)
    {
        Check(w, dx.Length, kernel.Length, dy.Length, filters);
        if (w.IsInput)
        {
            Gemm.Multiply(w.Rows, w.Columns, filters, dy, filters, false, kernel, filters, true, dx, w.Columns, accumulate);
            return;
        }

        fixed (float* pKernel = kernel, pdy = dy, pdx = dx)
        {
            OwnTranspose kernels = new(pKernel, w.Columns, filters, Stride(w.Columns));
            GemmProduct product = new()
            {
                N = w.Columns, K = filters, A = pdy, ARow = filters, AStep = 1, BStep = kernels.Stride, BColumn = 1, CRow = kernels.Stride,
            };
            int parts = Math.Min(w.Batch, Workers.Count * PartsPerThread);
            if (SpreadPatchSink.Pays(w, filters))
            {
                SpreadPatchSink sink = new(new ImageReader(w, pdx), product, kernels);
                Share(w, filters, parts, new Conv2DInputGradient<SpreadPatchSink>(w, pdx, sink, parts, accumulate));
            }
            else
            {
                PackedPatchSink sink = new(w, pdx, product, kernels);
                Share(w, filters, parts, new Conv2DInputGradient<PackedPatchSink>(w, pdx, sink, parts, accumulate));
            }
        }
    }

    private static void KernelGradient<TPatches>(in Window2D w, TPatches patches, in GemmProduct product)
        where TPatches : struct, IPatchColumns
    {
        if (Conv2DKernelCuts<TPatches>.Pays(w, Workers.Count))
        {
            Conv2DKernelCuts<TPatches> cuts = new(w, patches, product);
            Share(w, product.N, Conv2DKernelCuts<TPatches>.Cuts(w), cuts);
            cuts.Finish();
            return;
        }

        int columns = Math.Clamp(RoundUp((w.Columns + Workers.Count - 1) / Workers.Count, RowUnit), RowUnit, MaxColumns);
        Share(w, product.N, (w.Columns + columns - 1) / columns, new Conv2DKernelGradient<TPatches>(w, patches, product, columns));
    }

    /// <summary>
    /// How far apart rows of packed patches lie: whole cache lines, an odd number of them, so that columns
    /// spread over all sets of the caches.
    /// </summary>
    internal static int Stride(int columns) => RoundUp(columns, 16) | 16;

    /// <summary>Rows of a block that fits the cache.</summary>
    internal static int CachedRows(int columns) => Math.Clamp(BlockSize / Stride(columns) / RowUnit * RowUnit, RowUnit, MaxRows);

    /// <summary>Rows of a block that leaves work for all threads.</summary>
    private static int BlockRows(int rows, int most)
    {
        int share = RoundUp(rows / (Workers.Count * PartsPerThread), RowUnit);
        return Math.Min(most, Math.Max(share, RowUnit));
    }

    private static void Share<TBody>(in Window2D w, int filters, int parts, TBody body)
        where TBody : struct, IParallelBody
    {
        if ((long)w.Rows * w.Columns * filters >= GemmParts.WorthSharing)
        {
            Workers.For(parts, body);
            return;
        }

        for (int part = 0; part < parts; part++)
        {
            body.Run(part);
        }
    }

    private static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;

    private static void Check(in Window2D w, int image, int kernel, int output, int filters)
    {
        if (image != (long)w.Batch * w.ImageSize || kernel != (long)w.Columns * filters || output != (long)w.Rows * filters)
        {
            throw new ArgumentException(
                $"A convolution expected images of {(long)w.Batch * w.ImageSize}, a kernel of {(long)w.Columns * filters} and outputs of "
                + $"{(long)w.Rows * filters} numbers; received {image}, {kernel} and {output}.");
        }
    }
}
