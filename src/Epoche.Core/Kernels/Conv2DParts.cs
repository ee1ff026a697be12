namespace Epoche.Kernels;

/// <summary>Blocks of output positions.</summary>
internal readonly unsafe struct Conv2DForward(Window2D window, float* x, GemmProduct product, int rows) : IParallelBody
{
    public void Run(int part)
    {
        int row = part * rows, count = Math.Min(rows, window.Rows - row), stride = Conv2DKernels.Stride(window.Columns);
        float* patches = GemmScratch.Patches(count * stride);
        Patches.Pack(window, x, row, count, 0, window.Columns, patches, stride);
        GemmProduct block = product;
        block.A = patches;
        (block.M, block.ARow, block.AStep) = (count, stride, 1);
        block.C += (nint)row * product.CRow;
        Gemm.RunHere(block);
    }
}

/// <summary>Rows of the kernel's gradient: columns of the patch matrix, whose rows pass block by block, in rising order.</summary>
internal readonly unsafe struct Conv2DKernelGradient(Window2D window, float* x, GemmProduct product, int columns) : IParallelBody
{
    public void Run(int part)
    {
        int from = part * columns, to = Math.Min(from + columns, window.Columns), stride = Conv2DKernels.Stride(to - from);
        int rows = Conv2DKernels.CachedRows(to - from);
        float* patches = GemmScratch.Patches(Math.Min(rows, window.Rows) * stride);
        GemmProduct block = product;
        block.A = patches;
        (block.M, block.AStep) = (to - from, stride);
        block.C += (nint)from * product.CRow;
        for (int row = 0; row < window.Rows; row += rows)
        {
            block.K = Math.Min(rows, window.Rows - row);
            Patches.Pack(window, x, row, block.K, from, to, patches, stride);
            block.B = product.B + ((nint)row * product.BStep);
            Gemm.RunHere(block);
            block.Accumulate = true;
        }
    }
}

/// <summary>Images of the input's gradient.</summary>
internal readonly unsafe struct Conv2DInputGradient(Window2D window, float* dx, GemmProduct product, int parts, bool accumulate) : IParallelBody
{
    public void Run(int part)
    {
        int first = (int)((long)window.Batch * part / parts), end = (int)((long)window.Batch * (part + 1) / parts);
        int row = first * window.OutPixels, last = end * window.OutPixels, rows = Conv2DKernels.CachedRows(window.Columns);
        if (!accumulate)
        {
            new Span<float>(dx + ((nint)first * window.ImageSize), (end - first) * window.ImageSize).Clear();
        }

        float* patches = GemmScratch.Patches((int)(Math.Min(rows, last - row) * product.CRow));
        GemmProduct block = product;
        block.C = patches;
        for (; row < last; row += rows)
        {
            block.M = Math.Min(rows, last - row);
            block.A = product.A + ((nint)row * product.ARow);
            Gemm.RunHere(block);
            Patches.Add(window, patches, product.CRow, row, block.M, dx);
        }
    }
}
