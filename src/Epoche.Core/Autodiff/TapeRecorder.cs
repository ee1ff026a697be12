using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche.Autodiff;

/// <summary>
/// The list of what a step computed: one record an operation, appended forwards and walked backwards, once for each loss.
/// </summary>
internal sealed class TapeRecorder(ArenaStorage storage)
{
    private Record[] _records = new Record[64];
    private Tensor[] _inputs = new Tensor[128];
    private int _recordCount, _inputCount;
    private int _pauses;
    internal int Count => _recordCount;

    internal bool IsRecording => _pauses == 0;

    /// <summary>What is noted for the gradients of draws; a draw and its divergences know the number.</summary>
    internal StepList<NormalNotes> DrawNotes { get; } = new();

    /// <summary>Whether a gradient was taken in the step that is open, or was last.</summary>
    internal bool IsWalked { get; private set; }

    internal void Begin() => (_pauses, IsWalked) = (0, false);

    internal void End()
    {
        // Handles are cleared so that a pooled arena keeps nobody's tensors alive.
        Array.Clear(_records, 0, _recordCount);
        Array.Clear(_inputs, 0, _inputCount);
        (_recordCount, _inputCount) = (0, 0);
        DrawNotes.Clear();
    }

    /// <returns>What <see cref="Resume"/> goes back to.</returns>
    internal int Pause() => _pauses++;

    internal void Resume(int pauses) => _pauses = Math.Min(_pauses, pauses); // so that a pause ended twice, or after its step, counts once

    internal void Append(Op op, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor saved, in OpArguments arguments)
    {
        if (_recordCount == _records.Length)
        {
            Array.Resize(ref _records, 2 * _recordCount);
        }

        while (_inputCount + inputs.Length > _inputs.Length)
        {
            Array.Resize(ref _inputs, 2 * _inputs.Length);
        }

        inputs.CopyTo(_inputs.AsSpan(_inputCount));
        _records[_recordCount++] = new Record
        {
            Op = op, FirstInput = _inputCount, InputCount = inputs.Length, Output = output, Saved = saved, Arguments = arguments,
        };
        _inputCount += inputs.Length;
    }

    internal void Backward(Tensor loss)
    {
        if (loss.Count != 1)
        {
            throw new ArgumentException(
                $"Backward needs a loss of one element, such as a mean; received the shape {loss.Shape}.", nameof(loss));
        }

        if (!loss.NeedsGradient)
        {
            throw new ArgumentException(
                "The loss does not depend on any trainable parameter or variable, or was computed outside of this "
                + "step or while recording was paused. Is all that it depends on frozen, or a number that was read by Item()?",
                nameof(loss));
        }

        if (loss.Storage!.Arena is StepArena arena && arena.Storage != storage)
        {
            throw new ArgumentException("The loss was computed in another step than the innermost one that is open, whose tape does not "
                + "know it. Call Backward where the loss was computed.", nameof(loss));
        }

        if (IsWalked)
        {
            storage.ForgetGradients(); // what earlier losses left between them and the parameters is not this one's
        }

        IsWalked = true;
        int pauses = Pause();
        try
        {
            GradientCall.AddTo(loss, Tensor.Full(loss.Shape, 1));
            for (int i = _recordCount - 1; i >= 0; i--)
            {
                ref readonly Record record = ref _records[i];
                ref readonly Slot output = ref record.Output.Slot;
                if (output.GradientState != GradientState.None)
                {
                    RequireLeaves(in record);
                    Tensor gradient = output.HasGradient ? output.Gradient : Tensor.Zeros(output.Shape);
                    Span<Tensor> inputs = _inputs.AsSpan(record.FirstInput, record.InputCount);
                    record.Op.Gradient!(new GradientCall(this, inputs, record.Output, record.Saved, in record.Arguments, gradient));
                }
            }
        }
        finally
        {
            Resume(pauses);
        }
    }

    /// <summary>What an outer step computed would need its tape too: the gradient would end here, in silence.</summary>
    private void RequireLeaves(ref readonly Record record)
    {
        foreach (Tensor input in _inputs.AsSpan(record.FirstInput, record.InputCount))
        {
            if (input.Storage!.Arena is StepArena arena && arena.Storage != storage && input.NeedsGradient)
            {
                throw new InvalidOperationException(
                    $"An input {input.Shape} of '{record.Op.Name}' was computed in an outer step from something learned, "
                    + "so the gradient would have to go on there, on another tape. Compute the loss in the outer step; or, "
                    + "where only this step's part is wanted, use StopGradient() or a Tensor.Variable of its numbers.");
            }
        }
    }

    /// <summary>The input of the operation that computed a tensor in this step, if it was that one.</summary>
    internal bool TryFindInput(Op op, Tensor output, out Tensor input)
    {
        for (int i = _recordCount - 1; i >= 0; i--)
        {
            ref readonly Record record = ref _records[i];
            if (record.Op == op && record.Output.IsSame(output))
            {
                input = _inputs[record.FirstInput];
                return true;
            }
        }

        input = default;
        return false;
    }

    /// <summary>Whether an operation of this name was recorded in the step.</summary>
    internal bool Contains(string op) => Array.Exists(_records, record => record.Op?.Name == op);

    /// <summary>Names the first tensor with a NaN or infinity, in the order of computation, or null when all are finite.</summary>
    internal string? FirstNonFinite()
    {
        for (int i = 0; i < _recordCount; i++)
        {
            ref readonly Record record = ref _records[i];
            foreach (Tensor input in _inputs.AsSpan(record.FirstInput, record.InputCount))
            {
                if (!Reduce.IsFinite(input.Values))
                {
                    return $"{input.Name} {input.Shape}, an input of '{record.Op.Name}'";
                }
            }

            if (!Reduce.IsFinite(record.Output.Values))
            {
                return $"the output of '{record.Op.Name}' {record.Output.Shape}, operation {i + 1} of {_recordCount} in the step";
            }
        }

        return null;
    }

    private struct Record
    {
        public Op Op;
        public int FirstInput, InputCount;
        public Tensor Output, Saved;
        public OpArguments Arguments;
    }
}
