namespace Epoche.Kernels;

/// <summary>
/// One matrix product on pinned memory: C[i,j] = sum over p of A[i,p]·B[p,j], with any strides for A and B, so that a transposed operand is
/// one whose strides are exchanged. Bias is null or one value per column.
/// </summary>
internal unsafe struct GemmProduct
{
    public int M, N, K;
    public float* A;
    public nint ARow, AStep;
    public float* B;
    public nint BStep, BColumn;
    public float* C;
    public nint CRow;
    public float* Bias;
    public bool Accumulate;
    public bool Relu;

    /// <summary>The same product restricted to a block of C.</summary>
    public readonly GemmProduct Block(int row, int rows, int column, int columns)
    {
        GemmProduct block = this;
        (block.M, block.N) = (rows, columns);
        block.A += row * ARow;
        block.B += column * BColumn;
        block.C += (row * CRow) + column;
        block.Bias = Bias == null ? null : Bias + column;
        return block;
    }
}
