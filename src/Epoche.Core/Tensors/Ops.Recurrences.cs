using Epoche.Autodiff;
using Epoche.Kernels;

namespace Epoche.Tensors;

/// <summary>What a recurrence gives.</summary>
/// <param name="Output">
/// The outputs of all steps [batch, steps, units], zeros where the mask is 0; or that of the last step [batch, units].
/// </param>
/// <param name="State">The state after the last step, to go on from.</param>
public readonly record struct Recurrence(Tensor Output, Tensor State);

public static partial class Ops
{
    /// <summary>
    /// Long short-term memory over all steps of a batch in one operation: i, f, o = σ(·), g = tanh(·), c = f·c' + i·g, h = o·tanh c, the
    /// columns of kernels and bias in PyTorch's order i f g o.
    /// </summary>
    /// <param name="x">[batch, steps, features].</param>
    /// <param name="kernel">[features, 4 · units].</param>
    /// <param name="recurrentKernel">[units, 4 · units].</param>
    /// <param name="bias">[4 · units].</param>
    /// <param name="state">[batch, 2 · units], h then c, before the first step; none: zeros.</param>
    /// <param name="mask">
    /// [batch, steps], 0 where there is no input: the state stays as it is. What lies there in <paramref name="x"/> must
    /// be finite. Negative where a step starts over, from a state of zeros. None: all steps count.
    /// </param>
    /// <param name="sequences">Whether the outputs of all steps are wanted, else that of the last.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Recurrence Lstm(
        Tensor x, Tensor kernel, Tensor recurrentKernel, Tensor bias, Tensor? state = null, Tensor? mask = null, bool sequences = false)
    {
        Tensor first = state ?? FirstState(x, recurrentKernel, 2);
        RecurrenceArguments arguments = new(sequences);
        Tensor y = mask is { } m
            ? OpTable.Apply(OpTable.Lstm, [x, kernel, recurrentKernel, bias, first, m], arguments)
            : OpTable.Apply(OpTable.Lstm, [x, kernel, recurrentKernel, bias, first], arguments);
        return Split(y, x, recurrentKernel, 2, sequences);
    }

    /// <summary>
    /// Gated recurrent units over all steps of a batch in one operation, in PyTorch's form: r, z = σ(·), n = tanh(x_n + r·(h'·U_n + b)),
    /// h = (1 − z)·n + z·h', the columns of kernels and bias in the order r z n.
    /// </summary>
    /// <param name="x">[batch, steps, features].</param>
    /// <param name="kernel">[features, 3 · units].</param>
    /// <param name="recurrentKernel">[units, 3 · units].</param>
    /// <param name="bias">[3 · units].</param>
    /// <param name="recurrentBias">[units], the b inside the reset.</param>
    /// <param name="state">[batch, units] before the first step; none: zeros.</param>
    /// <param name="mask">
    /// [batch, steps], 0 where there is no input: the state stays as it is. What lies there in <paramref name="x"/> must
    /// be finite. Negative where a step starts over, from a state of zeros. None: all steps count.
    /// </param>
    /// <param name="sequences">Whether the outputs of all steps are wanted, else that of the last.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Recurrence Gru(
        Tensor x, Tensor kernel, Tensor recurrentKernel, Tensor bias, Tensor recurrentBias, Tensor? state = null,
        Tensor? mask = null, bool sequences = false)
    {
        Tensor first = state ?? FirstState(x, recurrentKernel, 1);
        RecurrenceArguments arguments = new(sequences);
        Tensor y = mask is { } m
            ? OpTable.Apply(OpTable.Gru, [x, kernel, recurrentKernel, bias, recurrentBias, first, m], arguments)
            : OpTable.Apply(OpTable.Gru, [x, kernel, recurrentKernel, bias, recurrentBias, first], arguments);
        return Split(y, x, recurrentKernel, 1, sequences);
    }

    private static Tensor FirstState(Tensor x, Tensor recurrentKernel, int blocks) =>
        Tensor.Zeros([x.Rank == 0 ? 0 : x.Length(0), recurrentKernel.Rank == 0 ? 0 : blocks * recurrentKernel.Length(0)]);

    private static Recurrence Split(Tensor y, Tensor x, Tensor recurrentKernel, int blocks, bool sequences)
    {
        int batch = x.Length(0), steps = x.Length(1), units = recurrentKernel.Length(0);
        if (!sequences)
        {
            return new(blocks == 1 ? y : y.Slice(1, 0, units), y);
        }

        RecurrenceOutput output = new(new(batch, steps, x.Length(2), units), blocks, sequences);
        Tensor outputs = y.Slice(0, 0, output.StepsLength), state = y.Slice(0, output.StepsLength, output.StateLength);
        return new(outputs.Reshape(batch, steps, units), state.Reshape(batch, blocks * units));
    }
}
