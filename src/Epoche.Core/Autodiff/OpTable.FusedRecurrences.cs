using Epoche.Kernels;

namespace Epoche.Autodiff;

/// <content>
/// Fused: all steps of a recurrent layer. The input's product of all steps is one matrix product, the kernels' gradients are one each, and
/// only the state's product goes step by step.
/// Gives: 19% of both passes of an LSTM of 128 units, batch 32, 16 steps: 4.1 of 5.1 ms (`./bench plain-lstm fused-lstm`; one thread).
/// Equals: the same operation called for one step after the other, each from the state before, bit for bit in all outputs, states and
/// gradients of inputs and states (tests: FusedPathTests). Gradients of kernels and biases are sums over all steps in another order.
/// </content>
internal static partial class OpTable
{
    /// <summary>
    /// Inputs x [batch, steps, features], kernel [features, 4 · units], recurrent kernel [units, 4 · units], bias [4 · units], first state
    /// [batch, 2 · units] and, perhaps, a mask [batch, steps], which is a constant. The output is the last state [batch, 2 · units] or,
    /// where sequences are wanted, flat: the outputs of all steps [batch, steps, units], then the last state.
    /// </summary>
    internal static readonly Op Lstm = Recurrent<LstmCell>("lstm");

    /// <summary>
    /// The same with three gates, a state [batch, units] and a bias [units] of the state's product, which is the fifth input.
    /// </summary>
    internal static readonly Op Gru = Recurrent<GruCell>("gru");

    private static IEnumerable<Op> Recurrences => [Lstm, Gru];

    private static Op Recurrent<TCell>(string name)
        where TCell : struct, IRecurrentCell =>
        new(
            name, (inputs, in arguments) => RecurrentShape<TCell>(name, inputs, arguments), RecurrentForward<TCell>,
            RecurrentGradient<TCell>)
        {
            Saves = (inputs, in _) => SizesOf(inputs).Kept(TCell.Kept),
        };

    /// <summary>The places of inputs; the state comes behind the biases, and a mask behind the state.</summary>
    private static class RecurrentInput
    {
        public const int X = 0, Kernel = 1, Recurrent = 2, Bias = 3, StateBias = 4;

        public static int State<TCell>()
            where TCell : struct, IRecurrentCell => TCell.HasStateBias ? 5 : 4;
    }

    private static RecurrenceOutput OutputOf<TCell>(in RecurrenceSizes sizes, in OpArguments arguments)
        where TCell : struct, IRecurrentCell => new(sizes, TCell.States, arguments.Recurrence.Sequences);

    private static ReadOnlySpan<float> MaskOf<TCell>(ReadOnlySpan<Tensor> inputs)
        where TCell : struct, IRecurrentCell => inputs.Length > RecurrentInput.State<TCell>() + 1 ? inputs[^1].Values : default;

    private static RecurrenceSizes SizesOf(ReadOnlySpan<Tensor> inputs)
    {
        Shape x = inputs[RecurrentInput.X].Shape;
        return new(x[0], x[1], x[2], inputs[RecurrentInput.Recurrent].Length(0));
    }

    private static Shape RecurrentShape<TCell>(string name, ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
        where TCell : struct, IRecurrentCell
    {
        Shape x = inputs[RecurrentInput.X].Shape, kernel = inputs[RecurrentInput.Kernel].Shape;
        Shape recurrent = inputs[RecurrentInput.Recurrent].Shape, bias = inputs[RecurrentInput.Bias].Shape;
        int units = recurrent.Rank == 2 ? recurrent[0] : 0, features = kernel.Rank == 2 ? kernel[0] : 0;
        int state = RecurrentInput.State<TCell>();
        string? expected =
            recurrent.Rank != 2 || recurrent[1] != TCell.Gates * units
                ? $"a recurrent kernel [units, {TCell.Gates} · units]; received {recurrent}"
            : kernel != [features, TCell.Gates * units] ? $"a kernel [features, {TCell.Gates * units}] for {units} units; received {kernel}"
            : x.Rank != 3 || x[2] != features ? $"an input [batch, steps, {features}]; received {x}"
            : bias != [TCell.Gates * units] ? $"a bias [{TCell.Gates * units}] for {units} units; received {bias}"
            : TCell.HasStateBias && inputs[RecurrentInput.StateBias].Shape != [units]
                ? $"a recurrent bias [{units}]; received {inputs[RecurrentInput.StateBias].Shape}"
            : inputs[state].Shape != [x[0], TCell.States * units]
                ? $"a state [{x[0]}, {TCell.States * units}] for the input {x} and {units} units; received {inputs[state].Shape}"
            : inputs.Length > state + 1 && inputs[^1].Shape != [x[0], x[1]]
                ? $"a mask [{x[0]}, {x[1]}] for the input {x}; received {inputs[^1].Shape}"
            : null;
        if (expected is not null)
        {
            throw new ArgumentException($"The operation '{name}' takes {expected}.");
        }

        RecurrenceSizes sizes = SizesOf(inputs);
        return arguments.Recurrence.Sequences ? [OutputOf<TCell>(sizes, arguments).Length] : [sizes.Batch, TCell.States * units];
    }

    private static void RecurrentForward<TCell>(OpCall c)
        where TCell : struct, IRecurrentCell
    {
        RecurrenceSizes sizes = SizesOf(c.Inputs);
        RecurrenceOutput output = OutputOf<TCell>(sizes, c.Arguments);
        Span<float> last = output.LastState(c.Y);
        c.Inputs[RecurrentInput.State<TCell>()].Values.CopyTo(last);
        Recurrence<TCell>.Forward(
            sizes,
            c.A,
            c.B,
            c.Inputs[RecurrentInput.Recurrent].Values,
            c.Inputs[RecurrentInput.Bias].Values,
            TCell.HasStateBias ? c.Inputs[RecurrentInput.StateBias].Values : default,
            MaskOf<TCell>(c.Inputs),
            c.Saved.Span,
            last,
            output.OfSteps(c.Y));
    }

    private static void RecurrentGradient<TCell>(GradientCall g)
        where TCell : struct, IRecurrentCell
    {
        RecurrenceSizes sizes = SizesOf(g.Inputs);
        int units = sizes.Units, gates = TCell.Gates * units, slopeColumns = TCell.Slopes * units, keptColumns = TCell.Kept * units;
        int stateInput = RecurrentInput.State<TCell>();
        Tensor state = Tensor.Uninitialized([sizes.Batch, TCell.States * units]),
            slopes = Tensor.Uninitialized([sizes.Batch, sizes.Steps, slopeColumns]);
        RecurrenceOutput output = OutputOf<TCell>(sizes, g.Arguments);
        output.LastState(g.dY.Values).CopyTo(state.Span);
        Recurrence<TCell>.Backward(
            sizes,
            g.Inputs[RecurrentInput.Recurrent].Values,
            MaskOf<TCell>(g.Inputs),
            g.Saved.Values,
            output.OfSteps(g.dY.Values),
            state.Span,
            slopes.Span,
            g.Needs(stateInput));
        ReadOnlySpan<float> d = slopes.Values;
        if (g.Needs(RecurrentInput.Kernel))
        {
            Span<float> kernel = g.Destination(RecurrentInput.Kernel, out bool add);
            Gemm.Multiply(sizes.Features, gates, sizes.Rows, g.A.Values, sizes.Features, true, d, slopeColumns, false, kernel, gates, add);
        }

        if (g.Needs(RecurrentInput.Recurrent))
        {
            // The output before the step is the last block kept of it. Sums of the state's product that have slopes of their own come last.
            Span<float> recurrent = g.Destination(RecurrentInput.Recurrent, out bool add);
            bool isEmpty = sizes.Rows == 0; // no example or no step: the gradient is 0
            ReadOnlySpan<float> before = isEmpty ? default : g.Saved.Values[(keptColumns - units)..];
            int shared = TCell.HasStateBias ? gates - units : gates;
            Gemm.Multiply(units, shared, sizes.Rows, before, keptColumns, true, d, slopeColumns, false, recurrent, gates, add);
            if (shared < gates)
            {
                Gemm.Multiply(
                    units, units, sizes.Rows, before, keptColumns, true, isEmpty ? default : d[gates..], slopeColumns, false,
                    recurrent[shared..], gates, add);
            }
        }

        bool needsStateBias = TCell.HasStateBias && g.Needs(RecurrentInput.StateBias);
        if (g.Needs(RecurrentInput.Bias) || needsStateBias)
        {
            Tensor sums = Tensor.Uninitialized([slopeColumns]);
            Reduce.SumRows(d, sizes.Rows, slopeColumns, sums.Span);
            if (g.Needs(RecurrentInput.Bias))
            {
                g.Add(RecurrentInput.Bias, Apply(Slice, sums, new SliceArguments(0, 0, [gates])));
            }

            if (needsStateBias)
            {
                g.Add(RecurrentInput.StateBias, Apply(Slice, sums, new SliceArguments(0, gates, [units])));
            }
        }

        if (g.Needs(RecurrentInput.X))
        {
            Span<float> x = g.Destination(RecurrentInput.X, out bool add);
            Gemm.Multiply(sizes.Rows, sizes.Features, gates, d, slopeColumns, false, g.B.Values, gates, true, x, sizes.Features, add);
        }

        if (g.Needs(stateInput))
        {
            g.Add(stateInput, state);
        }
    }
}
