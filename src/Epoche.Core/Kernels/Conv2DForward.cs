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
