using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// A value of a sparse matrix that is not 0, and where the packed row of the other operand lies that it is multiplied by, in floats.
/// </summary>
internal struct SparseEntry
{
    public int Offset;
    public float Value;
}

/// <summary>
/// The values of a block of rows that are not 0, row by row within chunks of neighbouring steps, in rising order of the steps. Made in
/// parts of rows that threads share; lies in scratch memory of the thread that asked for it.
/// </summary>
internal readonly unsafe struct SparseRows : IParallelBody
{
    /// <summary>Rows of a part.</summary>
    public const int Together = 64;

    private readonly float* _a;
    private readonly nint _rowStride, _stepStride;
    private readonly int _rows, _steps, _cutSteps, _offsetStep;
    private readonly SparseEntry* _entries;
    private readonly SparseEntry** _starts; // of each row in each chunk, and the end of a part's last row behind them

    /// <summary>Room for the lists of a matrix [rows, steps]; one of the strides is 1.</summary>
    public SparseRows(float* a, nint rowStride, nint stepStride, int rows, int steps, int maxChunk, int offsetStep)
    {
        _a = a;
        (_rowStride, _stepStride, _rows, _steps, _offsetStep) = (rowStride, stepStride, rows, steps, offsetStep);
        _cutSteps = GemmCuts.Steps(steps);
        ChunksPerCut = (_cutSteps + maxChunk - 1) / maxChunk;
        ChunkSteps = (_cutSteps + ChunksPerCut - 1) / ChunksPerCut;
        Chunks = (steps + _cutSteps - 1) / _cutSteps * ChunksPerCut;
        Parts = (rows + Together - 1) / Together;
        int starts = Chunks * Parts * (Together + 1);
        float* room = GemmScratch.Lists((2 * rows * steps) + (2 * starts));
        _starts = (SparseEntry**)room;
        _entries = (SparseEntry*)(room + (2 * starts));
    }

    public int Parts { get; }

    public int Chunks { get; }

    /// <summary>Chunks between two cuts of the chains.</summary>
    public int ChunksPerCut { get; }

    /// <summary>The most steps of a chunk.</summary>
    public int ChunkSteps { get; }

    /// <summary>The steps of a chunk; the last ones may be empty.</summary>
    public (int First, int Count) Steps(int chunk)
    {
        (int cut, int within) = int.DivRem(chunk, ChunksPerCut);
        int first = (cut * _cutSteps) + (within * ChunkSteps), end = Math.Min(Math.Min(first + ChunkSteps, (cut + 1) * _cutSteps), _steps);
        return (Math.Min(first, end), Math.Max(0, end - first));
    }

    /// <summary>The values of a row within a chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SparseEntry* Start(int chunk, int row, out SparseEntry* end)
    {
        SparseEntry** start = Starts(chunk, row / Together) + (row % Together);
        end = start[1];
        return start[0];
    }

    /// <summary>A bit for each of up to 64 values that is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Others(float* values, int count)
    {
        ulong bits = 0;
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            bits |= (ulong)(~Vector256.ExtractMostSignificantBits(Vector256.Equals(Vector256.Load(values + i), Vector256<float>.Zero))
                & 0xFF) << i;
        }

        for (; i < count; i++)
        {
            bits |= (values[i] != 0 ? 1UL : 0) << i;
        }

        return bits;
    }

    /// <summary>Makes the lists of one part.</summary>
    public void Run(int part)
    {
        int first = part * Together, rows = Math.Min(Together, _rows - first);
        SparseEntry* next = _entries + ((nint)first * _steps);
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            (int step, int steps) = Steps(chunk);
            float* a = _a + (first * _rowStride) + (step * _stepStride);
            next = _stepStride == 1
                ? RowByRow(a, rows, steps, Starts(chunk, part), next)
                : StepByStep(a, rows, steps, Starts(chunk, part), next);
        }
    }

    private SparseEntry** Starts(int chunk, int part) => _starts + (((nint)chunk * Parts) + part) * (Together + 1);

    private SparseEntry* RowByRow(float* a, int rows, int steps, SparseEntry** starts, SparseEntry* next)
    {
        for (int i = 0; i < rows; i++)
        {
            float* row = a + (i * _rowStride);
            starts[i] = next;
            for (int step = 0; step < steps; step += 64)
            {
                for (ulong others = Others(row + step, Math.Min(64, steps - step)); others != 0; others &= others - 1)
                {
                    int p = step + BitOperations.TrailingZeroCount(others);
                    next->Offset = p * _offsetStep;
                    next->Value = row[p];
                    next++;
                }
            }
        }

        starts[rows] = next;
        return next;
    }

    /// <summary>Rows lie side by side: they are counted first, then filled together.</summary>
    [SkipLocalsInit]
    private SparseEntry* StepByStep(float* a, int rows, int steps, SparseEntry** starts, SparseEntry* next)
    {
        ulong* bits = stackalloc ulong[steps];
        SparseEntry** ends = stackalloc SparseEntry*[Together];
        int* counts = stackalloc int[Together];
        new Span<int>(counts, rows).Clear();
        for (int p = 0; p < steps; p++)
        {
            bits[p] = Others(a + (p * _stepStride), rows);
            for (ulong others = bits[p]; others != 0; others &= others - 1)
            {
                counts[BitOperations.TrailingZeroCount(others)]++;
            }
        }

        for (int i = 0; i < rows; i++)
        {
            starts[i] = ends[i] = next;
            next += counts[i];
        }

        starts[rows] = next;
        for (int p = 0; p < steps; p++)
        {
            float* values = a + (p * _stepStride);
            for (ulong others = bits[p]; others != 0; others &= others - 1)
            {
                int i = BitOperations.TrailingZeroCount(others);
                ends[i]->Offset = p * _offsetStep;
                ends[i]->Value = values[i];
                ends[i]++;
            }
        }

        return next;
    }
}
