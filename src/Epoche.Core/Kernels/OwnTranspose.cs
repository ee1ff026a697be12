namespace Epoche.Kernels;

/// <summary>
/// A matrix [rows, columns] that all parts of a job need transposed. Every thread that takes part makes a copy of its own, once a job:
/// lines that one core has just written come to another one by one, some 7 µs for 16 KB, while making a copy takes 0.5.
/// </summary>
internal readonly unsafe struct OwnTranspose(float* source, int rows, int columns, int stride)
{
    private static long _jobs;

    [ThreadStatic]
    private static long _made;

    private readonly long _job = Interlocked.Increment(ref _jobs);

    /// <summary>How far apart rows of the transposed matrix [columns, rows] lie.</summary>
    public int Stride => stride;

    /// <summary>The transposed matrix, on this thread until it begins another job.</summary>
    public float* Here()
    {
        float* transposed = GemmScratch.Kernel(columns * stride);
        if (_made != _job)
        {
            GemmPack.Panel(source, columns, 1, rows, columns, transposed, stride);
            _made = _job;
        }

        return transposed;
    }
}
