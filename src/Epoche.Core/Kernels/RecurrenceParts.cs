using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Epoche.Kernels;

/// <summary>
/// All steps of some examples; see <see cref="Recurrence{TCell}"/>. The examples' states move step by step in the memory of the last one.
/// </summary>
internal unsafe struct RecurrenceForward<TCell> : IParallelBody
    where TCell : struct, IRecurrentCell
{
    public RecurrenceSizes Sizes;
    public int Share;
    public float* Recurrent, RecurrentBias, Mask, Kept, State, Outputs;
    public bool StartsAtZero;

    public readonly void Run(int part)
    {
        int first = part * Share, rows = Math.Min(Share, Sizes.Batch - first), columns = TCell.Gates * Sizes.Units;
        float* products = GemmScratch.Step(rows * columns);
        GemmProduct product = new()
        {
            M = rows,
            N = columns,
            K = Sizes.Units,
            A = State + ((nint)first * TCell.States * Sizes.Units),
            ARow = TCell.States * Sizes.Units,
            AStep = 1,
            B = Recurrent,
            BStep = columns,
            BColumn = 1,
            C = products,
            CRow = columns,
        };
        for (int step = 0; step < Sizes.Steps; step++)
        {
            RecurrenceMask.Forget(Mask, Sizes.Steps, first, rows, step, State, TCell.States * Sizes.Units);
            if (step == 0 && StartsAtZero)
            {
                new Span<float>(products, rows * columns).Clear();
            }
            else
            {
                Gemm.RunHere(product);
            }

            if (Vector512.IsHardwareAccelerated)
            {
                Rows<Vector512<float>, Simd512>(first, rows, step, products);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Rows<Vector256<float>, Simd256>(first, rows, step, products);
            }
            else
            {
                Rows<Vector128<float>, Simd128>(first, rows, step, products);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Rows<V, S>(int first, int rows, int step, float* products)
        where V : struct
        where S : struct, ISimd<V>
    {
        nint units = Sizes.Units;
        for (int row = 0; row < rows; row++)
        {
            nint example = first + row, at = (example * Sizes.Steps) + step;
            float* kept = Kept + (at * TCell.Kept * units), state = State + (example * TCell.States * units);
            float* output = Outputs == null ? null : Outputs + (at * units);
            if (Mask != null && Mask[at] == 0)
            {
                // Backward leaves the step out as well; but its output before is a factor of a product, and must be a number.
                new Span<float>(kept, TCell.Kept * (int)units).Clear();
                if (output != null)
                {
                    new Span<float>(output, (int)units).Clear();
                }

                continue;
            }

            TCell.Forward<V, S>(kept, products + (row * TCell.Gates * units), RecurrentBias, state, units);
            if (output != null)
            {
                new ReadOnlySpan<float>(state, (int)units).CopyTo(new Span<float>(output, (int)units));
            }
        }
    }
}

/// <summary>What a mask says beside whether a step has an input.</summary>
internal static unsafe class RecurrenceMask
{
    /// <summary>
    /// Where it is negative the step starts over: the state before it is zero, and no gradient reaches what lies further back.
    /// </summary>
    /// <param name="mask">[batch, steps]; null for none.</param>
    /// <param name="steps">Steps of an example.</param>
    /// <param name="first">The first example.</param>
    /// <param name="rows">How many.</param>
    /// <param name="step">Which step.</param>
    /// <param name="states">States, or their gradients, of all examples.</param>
    /// <param name="width">Numbers of a state.</param>
    public static void Forget(float* mask, int steps, int first, int rows, int step, float* states, int width)
    {
        for (int row = 0; mask != null && row < rows; row++)
        {
            nint example = first + row;
            if (mask[(example * steps) + step] < 0)
            {
                new Span<float>(states + (example * width), width).Clear();
            }
        }
    }
}

/// <summary>All steps of some examples, backwards.</summary>
internal unsafe struct RecurrenceBackward<TCell> : IParallelBody
    where TCell : struct, IRecurrentCell
{
    public RecurrenceSizes Sizes;
    public int Share;
    public OwnTranspose Recurrent;
    public float* Mask, Kept, State, Outputs, Slopes;
    public bool NeedsFirstState;

    public readonly void Run(int part)
    {
        int first = part * Share, rows = Math.Min(Share, Sizes.Batch - first), columns = TCell.Gates * Sizes.Units;
        float* products = GemmScratch.Step(rows * columns);
        GemmProduct product = new()
        {
            M = rows,
            N = Sizes.Units,
            K = columns,
            A = products,
            ARow = columns,
            AStep = 1,
            B = Recurrent.Here(),
            BStep = Recurrent.Stride,
            BColumn = 1,
            C = State + ((nint)first * TCell.States * Sizes.Units),
            CRow = TCell.States * Sizes.Units,
            Accumulate = true,
        };
        for (int step = Sizes.Steps - 1; step >= 0; step--)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Rows<Vector512<float>, Simd512>(first, rows, step, products);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Rows<Vector256<float>, Simd256>(first, rows, step, products);
            }
            else
            {
                Rows<Vector128<float>, Simd128>(first, rows, step, products);
            }

            if (step > 0 || NeedsFirstState)
            {
                Gemm.RunHere(product);
            }

            RecurrenceMask.Forget(Mask, Sizes.Steps, first, rows, step, State, TCell.States * Sizes.Units);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Rows<V, S>(int first, int rows, int step, float* products)
        where V : struct
        where S : struct, ISimd<V>
    {
        nint units = Sizes.Units;
        for (int row = 0; row < rows; row++)
        {
            nint example = first + row, at = (example * Sizes.Steps) + step;
            float* slopes = Slopes + (at * TCell.Slopes * units), product = products + (row * TCell.Gates * units);
            if (Mask != null && Mask[at] == 0)
            {
                new Span<float>(slopes, TCell.Slopes * (int)units).Clear();
                new Span<float>(product, TCell.Gates * (int)units).Clear();
                continue;
            }

            float* output = Outputs == null ? null : Outputs + (at * units);
            TCell.Backward<V, S>(
                Kept + (at * TCell.Kept * units), output, State + (example * TCell.States * units), slopes, product, units);
        }
    }
}
