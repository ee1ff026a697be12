namespace Epoche;

public sealed partial class GraphModel
{
    /// <inheritdoc/>
    /// <remarks>For models with one input and one output; a model that is not built yet is built with seed 0.</remarks>
    /// <exception cref="InvalidOperationException">The model has several inputs or outputs.</exception>
    public override Tensor Call(Tensor x) => Inputs.Count == 1 && Outputs.Count == 1
        ? Call(new ReadOnlySpan<Tensor>(in x))[0]
        : throw new InvalidOperationException(
            $"The model takes {Inputs.Count} inputs ({string.Join(", ", Inputs)}) and gives {Outputs.Count} outputs "
            + $"({string.Join(", ", Outputs)}): call it with a list, "
            + $"model.Call([{string.Join(", ", Inputs.Select(input => input.Name))}]).");

    /// <inheritdoc/>
    public override ModelOutputs Call(params ReadOnlySpan<Tensor> inputs)
    {
        using CallScratch.Frame frame = CallScratch.Rent(_valueRoom + Math.Max(_mostSources, _plan.Outputs.Length));
        Span<Tensor> values = frame.Values[.._valueRoom], room = frame.Values[_valueRoom..];
        Compute(inputs, values, room, needed: default);
        for (int i = 0; i < _plan.Outputs.Length; i++)
        {
            room[i] = values[_plan.Outputs[i].Value];
        }

        return new ModelOutputs(Outputs, room[.._plan.Outputs.Length]);
    }

    /// <inheritdoc/>
    public override Tensor CallOutput(int output, params ReadOnlySpan<Tensor> inputs)
    {
        RequireOutput(output);
        using CallScratch.Frame frame = CallScratch.Rent(_valueRoom + _mostSources);
        Span<Tensor> values = frame.Values[.._valueRoom];
        Compute(inputs, values, frame.Values[_valueRoom..], _needed[output]);
        return values[_plan.Outputs[output].Value];
    }

    /// <summary>Computes the values of the plan, or those that are needed; none are named where all are.</summary>
    private void Compute(ReadOnlySpan<Tensor> inputs, Span<Tensor> values, Span<Tensor> arguments, ReadOnlySpan<bool> needed)
    {
        if (!IsBuilt)
        {
            Build();
        }

        RequireInputsFit(inputs);
        using StepMask.Scope masks = StepMask.Begin();
        inputs.CopyTo(values);
        int next = inputs.Length - 1;
        foreach (GraphCall call in _plan.Calls)
        {
            next++;
            if (!needed.IsEmpty && !needed[next])
            {
                continue;
            }

            Layer layer = _plan.Layers[call.Layer];
            if (_maskOf is { } maskOf)
            {
                StepMask.Current = maskOf[next] is var from and >= 0 && from != next ? values[_plan.ValueCount + from] : null;
            }

            if (layer is MergeLayer merge)
            {
                int count = 0;
                foreach (int source in call.Sources)
                {
                    arguments[count++] = values[source];
                }

                values[next] = merge.Call(arguments[..count]);
            }
            else if (call.Sources.Length == 2)
            {
                values[next] = ((IMaskedLayer)layer).Call(values[call.Sources[0]], values[call.Sources[1]]);
            }
            else
            {
                values[next] = layer.Call(values[call.Sources[0]]);
            }

            if (layer is Masking)
            {
                values[_plan.ValueCount + next] = StepMask.Current!.Value;
            }
        }
    }

    private void RequireInputsFit(ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length != _plan.Inputs.Length)
        {
            throw new ArgumentException(
                $"The model takes {_plan.Inputs.Length} inputs ({string.Join(", ", Inputs)}); received {inputs.Length}.", nameof(inputs));
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            Shape shape = inputs[i].Shape, expected = _plan.Inputs[i].Shape;
            if (shape.Rank == 0 || !expected.Accepts(shape.Tail()))
            {
                throw new ArgumentException($"The input '{_plan.Inputs[i].Name}' takes a batch of {expected}, "
                    + $"so the shape {ModelText.Batched(expected)}; received {shape}.", nameof(inputs));
            }

            if (shape[0] != inputs[0].Shape[0])
            {
                throw new ArgumentException(
                    $"The inputs '{_plan.Inputs[0].Name}' {inputs[0].Shape} and '{_plan.Inputs[i].Name}' {shape} must hold the same number "
                    + "of examples.", nameof(inputs));
            }
        }

        for (int i = 0; i < inputs.Length && FiniteInputs.AreExamined; i++)
        {
            FiniteInputs.Require(inputs[i], nameof(inputs), _plan.Inputs[i].Name);
        }
    }
}
