namespace Epoche.Kernels;

/// <summary>A product cut into blocks of C for the team. Chains are never cut, so the cut cannot change a bit.</summary>
internal readonly struct GemmParts : IParallelBody
{
    /// <summary>Multiply-adds from which sharing may pay.</summary>
    public const long WorthSharing = WorkersSharing.LeastMultiplyAdds;

    /// <summary>Rows and columns of a block are multiples of these, so that only the last ones end in partial tiles.</summary>
    private const int RowUnit = 8, ColumnUnit = 16;

    private readonly GemmProduct _product;
    private readonly int _rows, _columns, _across;

    /// <summary>
    /// The cut into at most <paramref name="threads"/> equal blocks that takes the least time; of equal ones the last, which cuts across
    /// the rows: a block of whole rows is one run of memory, which the same thread then meets again in the optimizer's update of a kernel
    /// (update of 4-256-256-2: 16 of 238 µs less).
    /// </summary>
    public GemmParts(in GemmProduct product, int threads)
    {
        _product = product;
        long least = long.MaxValue;
        for (int down = 1; down <= threads; down++)
        {
            int rows = Share(product.M, down, RowUnit), columns = Share(product.N, threads / down, ColumnUnit);
            long cost = Cost(product, rows, columns);
            if (cost <= least)
            {
                (least, _rows, _columns) = (cost, rows, columns);
            }
        }

        _across = (product.N + _columns - 1) / _columns;
        Count = (product.M + _rows - 1) / _rows * _across;
    }

    public int Count { get; }

    public (int Row, int Rows, int Column, int Columns) Block(int part)
    {
        (int down, int across) = int.DivRem(part, _across);
        int row = down * _rows, column = across * _columns;
        return (row, Math.Min(_rows, _product.M - row), column, Math.Min(_columns, _product.N - column));
    }

    public void Run(int part)
    {
        (int row, int rows, int column, int columns) = Block(part);
        Gemm.RunHere(_product.Block(row, rows, column, columns));
    }

    /// <summary>
    /// Time of a block per step of k, in multiply-adds: those it does, about two for each value of A and of B that it brings near, and
    /// eight where B must be transposed.
    /// </summary>
    private static long Cost(in GemmProduct product, int rows, int columns) =>
        ((long)rows * columns) + (2L * rows) + ((product.BColumn == 1 ? 2L : 8L) * columns);

    private static int Share(int length, int parts, int unit)
    {
        int share = (length + parts - 1) / parts;
        return Math.Min(length, (share + unit - 1) / unit * unit);
    }
}
