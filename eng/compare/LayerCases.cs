using Epoche.Tensors;

namespace Epoche.Compare;

/// <summary>
/// Layers of the registry, by their kind and the options of a model file. The tensors are the input, where "state" or "mask" say so these,
/// every parameter and buffer in the slab's order, and the gradient of the output; the answer is the output, of recurrent layers the last
/// state, the gradients of input and parameters, and the buffers afterwards.
/// </summary>
internal static class LayerCases
{
    public static IReadOnlyList<Tensor> Run(Case c)
    {
        LayerOptions options = new();
        foreach ((string key, var value) in c.Options)
        {
            options.Set(key, (string)value!);
        }

        Queue<Tensor> tensors = new(c.Inputs);
        Tensor x = tensors.Dequeue();
        Sequential model = [LayerRegistry.Create(c.Name, options)];
        model.Build(x.Shape.Tail());
        Tensor? state = c.Has("state") ? tensors.Dequeue() : null, mask = c.Has("mask") ? tensors.Dequeue() : null;
        ParameterSlab slab = model.Parameters;
        foreach (ParameterInfo entry in slab.Entries)
        {
            tensors.Dequeue().Values.CopyTo(slab.Values[entry.Offset..]);
        }

        StepArena arena = new();
        using (c.Text("mode") == "training" ? arena.TrainingStep(Rng.Stream(1, "none")) : arena.Step())
        {
            bool isDifferentiable = c.Name != "embedding";
            x = isDifferentiable ? Tensor.Variable(x.Values, x.Shape) : x;
            List<Tensor> outputs = [];
            if (model.Layers[0] is RecurrentLayer recurrent)
            {
                Recurrence result = recurrent.Call(x, state, mask);
                outputs.AddRange([result.Output, result.State]);
            }
            else
            {
                outputs.Add(model.Layers[0].Call(x)); // a model refuses infinities, which are among the corner values
            }

            Tape.Backward((outputs[0] * tensors.Dequeue()).Sum());
            if (isDifferentiable)
            {
                outputs.Add(x.Gradient);
            }

            foreach (ParameterInfo entry in slab.Entries)
            {
                Span<float> numbers = entry.Kind == ParameterKind.Parameter ? slab.Gradients : slab.Values;
                outputs.Add(Tensor.Of(numbers.Slice(entry.Offset, entry.Shape.ElementCount), entry.Shape));
            }

            return [.. outputs.Select(output => Tensor.Of(output.Values, output.Shape).Keep())];
        }
    }
}
