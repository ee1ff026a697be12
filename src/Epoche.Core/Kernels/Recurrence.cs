namespace Epoche.Kernels;

/// <summary>The sizes of a recurrence: x is [batch, steps, features], a state [batch, states · units].</summary>
internal readonly record struct RecurrenceSizes(int Batch, int Steps, int Features, int Units)
{
    /// <summary>Examples times steps.</summary>
    public int Rows => Batch * Steps;

    /// <summary>The shape of what is kept for the gradient.</summary>
    /// <param name="blocks">Blocks of as many values as there are units, kept of an example and step.</param>
    public Shape Kept(int blocks) => [Batch, Steps, blocks * Units];
}

/// <summary>
/// How a recurrence's output lies in memory: the outputs of all steps [batch, steps, units], where they are wanted, then the last state
/// [batch, states · units].
/// </summary>
internal readonly struct RecurrenceOutput(in RecurrenceSizes sizes, int states, bool sequences)
{
    /// <summary>Values of the outputs of steps.</summary>
    public int StepsLength { get; } = sequences ? sizes.Rows * sizes.Units : 0;

    /// <summary>Values of the last state.</summary>
    public int StateLength { get; } = sizes.Batch * states * sizes.Units;

    /// <summary>Values of both.</summary>
    public int Length => StepsLength + StateLength;

    /// <summary>The outputs of all steps; empty where they are not wanted.</summary>
    public Span<float> OfSteps(Span<float> output) => output[..StepsLength];

    /// <inheritdoc cref="OfSteps(Span{float})"/>
    public ReadOnlySpan<float> OfSteps(ReadOnlySpan<float> output) => output[..StepsLength];

    /// <summary>The last state.</summary>
    public Span<float> LastState(Span<float> output) => output[StepsLength..];

    /// <inheritdoc cref="LastState(Span{float})"/>
    public ReadOnlySpan<float> LastState(ReadOnlySpan<float> output) => output[StepsLength..];
}

/// <summary>
/// A recurrent cell over all steps of a batch. The input's product of all steps is one matrix product before the recurrence begins, and
/// what the kernels' gradients need are three after it has ended; only the state's product must go step by step. Examples do not know of
/// each other, so threads take examples, each through all its steps, and meet once at the end. Where a mask is 0 the step leaves the state
/// as it is and puts out zeros; where it is negative the step begins from a state of zeros.
/// </summary>
internal static unsafe class Recurrence<TCell>
    where TCell : struct, IRecurrentCell
{
    /// <summary>Examples that one thread takes are a multiple of the matrix product's tile.</summary>
    private const int RowUnit = 8;

    /// <summary>Runs all steps.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="x">[batch, steps, features].</param>
    /// <param name="kernel">[features, gates · units].</param>
    /// <param name="recurrent">[units, gates · units].</param>
    /// <param name="bias">[gates · units] of the input's product.</param>
    /// <param name="recurrentBias">[units] of the state's product; empty for a cell without.</param>
    /// <param name="mask">[batch, steps], 0 where there is no input, negative where the state is reset first; empty for none.</param>
    /// <param name="kept">[batch, steps, kept · units] for the gradient.</param>
    /// <param name="state">The first state, replaced by the last.</param>
    /// <param name="outputs">[batch, steps, units]; empty where nobody wants them.</param>
    public static void Forward(
        in RecurrenceSizes sizes, ReadOnlySpan<float> x, ReadOnlySpan<float> kernel, ReadOnlySpan<float> recurrent,
        ReadOnlySpan<float> bias, ReadOnlySpan<float> recurrentBias, ReadOnlySpan<float> mask, Span<float> kept,
        Span<float> state, Span<float> outputs)
    {
        int columns = TCell.Gates * sizes.Units, keptColumns = TCell.Kept * sizes.Units;
        Gemm.Multiply(sizes.Rows, columns, sizes.Features, x, sizes.Features, false, kernel, columns, false, kept, keptColumns, bias: bias);
        fixed (float* pRecurrent = recurrent, pBias = recurrentBias, pMask = mask, pKept = kept, pState = state, pOutputs = outputs)
        {
            RecurrenceForward<TCell> parts = new()
            {
                Sizes = sizes,
                Share = Share(sizes, Workers.Count),
                Recurrent = pRecurrent,
                RecurrentBias = pBias,
                Mask = pMask,
                Kept = pKept,
                State = pState,
                Outputs = pOutputs,
                StartsAtZero = state.IndexOfAnyExcept(0f) < 0,
            };
            if (!Workers.TryFor(Parts(sizes, parts.Share), parts))
            {
                parts.Share = Share(sizes, 1);
                Workers.For(Parts(sizes, parts.Share), parts);
            }
        }
    }

    /// <summary>Walks the steps backwards.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="recurrent">[units, gates · units].</param>
    /// <param name="mask">As forward had it.</param>
    /// <param name="kept">As forward left it.</param>
    /// <param name="outputs">The gradient of the outputs; empty for none.</param>
    /// <param name="state">The gradient of the last state, replaced by that of the first.</param>
    /// <param name="slopes">Receives [batch, steps, slopes · units].</param>
    /// <param name="needsFirstState">
    /// Whether anybody wants the gradient of the first state; otherwise the state's product of the first step is left out.
    /// </param>
    public static void Backward(
        in RecurrenceSizes sizes, ReadOnlySpan<float> recurrent, ReadOnlySpan<float> mask, ReadOnlySpan<float> kept,
        ReadOnlySpan<float> outputs, Span<float> state, Span<float> slopes, bool needsFirstState)
    {
        int columns = TCell.Gates * sizes.Units;
        fixed (float* pRecurrent = recurrent, pMask = mask, pKept = kept, pState = state, pOutputs = outputs, pSlopes = slopes)
        {
            RecurrenceBackward<TCell> parts = new()
            {
                Sizes = sizes,
                Share = Share(sizes, Workers.Count),
                Recurrent = new OwnTranspose(pRecurrent, sizes.Units, columns, sizes.Units),
                Mask = pMask,
                Kept = pKept,
                State = pState,
                Outputs = pOutputs,
                Slopes = pSlopes,
                NeedsFirstState = needsFirstState,
            };
            if (!Workers.TryFor(Parts(sizes, parts.Share), parts))
            {
                parts.Share = Share(sizes, 1);
                Workers.For(Parts(sizes, parts.Share), parts);
            }
        }
    }

    /// <summary>Examples in a part: a share for each thread, or all where sharing would cost more than it saves.</summary>
    private static int Share(in RecurrenceSizes sizes, int threads)
    {
        bool shared = (long)sizes.Rows * TCell.Gates * sizes.Units * sizes.Units >= GemmParts.WorthSharing;
        int share = shared ? (sizes.Batch + threads - 1) / threads : sizes.Batch;
        return Math.Max(1, (share + RowUnit - 1) / RowUnit * RowUnit);
    }

    private static int Parts(in RecurrenceSizes sizes, int share) => (sizes.Batch + share - 1) / share;
}
