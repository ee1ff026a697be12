using Epoche.Kernels;

namespace Epoche.Autodiff;

internal static partial class OpTable
{
    /// <summary>
    /// Inputs x [batch, steps, features], kernel [features, 4 · units], recurrent kernel [units, 4 · units], bias [4 · units], first state [batch, 2 · units] and,
    /// perhaps, a mask [batch, steps], which is a constant. The output is the last state [batch, 2 · units] or, where sequences are wanted, flat: the
    /// outputs of all steps [batch, steps, units], then the last state.
    /// </summary>
    internal static readonly Op Lstm = Recurrent<LstmCell>("lstm");

    /// <summary>The same with three gates, a state [batch, units] and a bias [units] of the state's product, which is the fifth input.</summary>
    internal static readonly Op Gru = Recurrent<GruCell>("gru");

    private static IEnumerable<Op> Recurrences => [Lstm, Gru];

    private static Op Recurrent<TCell>(string name)
        where TCell : struct, IRecurrentCell =>
        new(name, (inputs, in arguments) => RecurrentShape<TCell>(name, inputs, arguments), RecurrentForward<TCell>, RecurrentGradient<TCell>)
        {
            Saves = (inputs, in _) => [inputs[0].Length(0), inputs[0].Length(1), TCell.Kept * inputs[2].Length(0)],
        };

    private static int StateInput<TCell>()
        where TCell : struct, IRecurrentCell => TCell.Slopes > TCell.Gates ? 5 : 4;

    private static RecurrenceSizes SizesOf(ReadOnlySpan<Tensor> inputs)
    {
        Shape x = inputs[0].Shape;
        return new(x[0], x[1], x[2], inputs[2].Length(0));
    }

    private static Shape RecurrentShape<TCell>(string name, ReadOnlySpan<Tensor> inputs, in OpArguments arguments)
        where TCell : struct, IRecurrentCell
    {
        Shape x = inputs[0].Shape, recurrent = inputs[2].Shape;
        int units = recurrent.Rank == 2 ? recurrent[0] : 0, state = StateInput<TCell>();
        int features = inputs[1].Rank == 2 ? inputs[1].Length(0) : 0;
        string? expected =
            recurrent.Rank != 2 || recurrent[1] != TCell.Gates * units ? $"a recurrent kernel [units, {TCell.Gates} · units]; received {recurrent}"
            : inputs[1].Shape != [features, TCell.Gates * units] ? $"a kernel [features, {TCell.Gates * units}] for {units} units; received {inputs[1].Shape}"
            : x.Rank != 3 || x[2] != features ? $"an input [batch, steps, {features}]; received {x}"
            : inputs[3].Shape != [TCell.Gates * units] ? $"a bias [{TCell.Gates * units}] for {units} units; received {inputs[3].Shape}"
            : state == 5 && inputs[4].Shape != [units] ? $"a recurrent bias [{units}]; received {inputs[4].Shape}"
            : inputs[state].Shape != [x[0], TCell.States * units] ? $"a state [{x[0]}, {TCell.States * units}] for the input {x} and {units} units; received {inputs[state].Shape}"
            : inputs.Length > state + 1 && inputs[^1].Shape != [x[0], x[1]] ? $"a mask [{x[0]}, {x[1]}] for the input {x}; received {inputs[^1].Shape}"
            : null;
        if (expected is not null)
        {
            throw new ArgumentException($"The operation '{name}' takes {expected}.");
        }

        return arguments.Recurrence.Sequences ? [(x[0] * x[1] * units) + (x[0] * TCell.States * units)] : [x[0], TCell.States * units];
    }

    private static void RecurrentForward<TCell>(OpCall c)
        where TCell : struct, IRecurrentCell
    {
        RecurrenceSizes sizes = SizesOf(c.Inputs);
        int state = StateInput<TCell>();
        ReadOnlySpan<float> bias = state == 5 ? c.Inputs[4].Values : default, mask = c.Inputs.Length > state + 1 ? c.Inputs[^1].Values : default;
        int outputs = Outputs(sizes, c.Arguments);
        Span<float> last = c.Y[outputs..];
        c.Inputs[state].Values.CopyTo(last);
        Recurrence<TCell>.Forward(sizes, c.A, c.B, c.Inputs[2].Values, c.Inputs[3].Values, bias, mask, c.Saved.Span, last, c.Y[..outputs]);
    }

    private static void RecurrentGradient<TCell>(GradientCall g)
        where TCell : struct, IRecurrentCell
    {
        RecurrenceSizes sizes = SizesOf(g.Inputs);
        int units = sizes.Units, gates = TCell.Gates * units, slopeColumns = TCell.Slopes * units, keptColumns = TCell.Kept * units, stateInput = StateInput<TCell>();
        ReadOnlySpan<float> mask = g.Inputs.Length > stateInput + 1 ? g.Inputs[^1].Values : default;
        Tensor state = Tensor.Uninitialized([sizes.Batch, TCell.States * units]), slopes = Tensor.Uninitialized([sizes.Batch, sizes.Steps, slopeColumns]);
        int outputs = Outputs(sizes, g.Arguments);
        g.dY.Values[outputs..].CopyTo(state.Span);
        Recurrence<TCell>.Backward(sizes, g.Inputs[2].Values, mask, g.Saved.Values, g.dY.Values[..outputs], state.Span, slopes.Span, g.Needs(stateInput));
        ReadOnlySpan<float> d = slopes.Values;
        if (g.Needs(1))
        {
            Span<float> kernel = g.Destination(1, out bool add);
            Gemm.Multiply(sizes.Features, gates, sizes.Rows, g.A.Values, sizes.Features, true, d, slopeColumns, false, kernel, gates, add);
        }

        if (g.Needs(2))
        {
            // The output before the step is the last block kept of it. Sums of the state's product that have slopes of their own come last.
            Span<float> recurrent = g.Destination(2, out bool add);
            bool isEmpty = sizes.Rows == 0; // no example or no step: the gradient is 0
            ReadOnlySpan<float> before = isEmpty ? default : g.Saved.Values[(keptColumns - units)..];
            int shared = stateInput == 5 ? gates - units : gates;
            Gemm.Multiply(units, shared, sizes.Rows, before, keptColumns, true, d, slopeColumns, false, recurrent, gates, add);
            if (shared < gates)
            {
                Gemm.Multiply(units, units, sizes.Rows, before, keptColumns, true, isEmpty ? default : d[gates..], slopeColumns, false, recurrent[shared..], gates, add);
            }
        }

        if (g.Needs(3) || (stateInput == 5 && g.Needs(4)))
        {
            Tensor sums = Tensor.Uninitialized([slopeColumns]);
            Reduce.SumRows(d, sizes.Rows, slopeColumns, sums.Span);
            if (g.Needs(3))
            {
                g.Add(3, Apply(Slice, sums, new SliceArguments(0, 0, [gates])));
            }

            if (stateInput == 5 && g.Needs(4))
            {
                g.Add(4, Apply(Slice, sums, new SliceArguments(0, gates, [units])));
            }
        }

        if (g.Needs(0))
        {
            Span<float> x = g.Destination(0, out bool add);
            Gemm.Multiply(sizes.Rows, sizes.Features, gates, d, slopeColumns, false, g.B.Values, gates, true, x, sizes.Features, add);
        }

        if (g.Needs(stateInput))
        {
            g.Add(stateInput, state);
        }
    }

    /// <summary>How many of a recurrence's output values are outputs of its steps; the last state follows them.</summary>
    private static int Outputs(in RecurrenceSizes sizes, in OpArguments arguments) => arguments.Recurrence.Sequences ? sizes.Rows * sizes.Units : 0;
}
