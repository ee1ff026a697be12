namespace Epoche.Conformance.Models;

/// <summary>What every model must do, whatever its graph. Each check throws with what went wrong.</summary>
public static class ModelKit
{
    private const int Batch = 5;

    /// <summary>Runs all checks on models made by <paramref name="create"/>.</summary>
    /// <param name="create">Makes the model and builds it; called often, must give a new and equal one each time. It can be saved.</param>
    public static void Check(Func<Model> create)
    {
        GivesTheShapesItDeclares(create());
        TreatsExamplesAlone(create());
        GivesEachOutputAlone(create());
        RequireSame(create(), create(), "Two models of one seed");
        IsClonedWhole(create());
        ComesBackFromFiles(create());
        HasTheRightGradient(create());
        TrainsWithoutAllocating(create());
        DrawsItself(create());
    }

    /// <summary>Both give the same bits, and have the same numbers under the same names.</summary>
    public static void RequireSame(Model a, Model b, string what)
    {
        Require(a.GetType() == b.GetType(), $"{what} are a {a.GetType().Name} and a {b.GetType().Name}.");
        Require(a.Parameters.Entries.SequenceEqual(b.Parameters.Entries), $"{what} differ in their parameters.");
        Require(a.Parameters.Values.SequenceEqual(b.Parameters.Values), $"{what} differ in their numbers.");
        Require(a.Inputs.SequenceEqual(b.Inputs) && a.Outputs.SequenceEqual(b.Outputs), $"{what} differ in their inputs or outputs.");
        Tensor[] inputs = Inputs(a, Batch);
        ModelOutputs x = a.Call(inputs), y = b.Call(inputs);
        for (int i = 0; i < x.Count; i++)
        {
            Require(x[i].Values.SequenceEqual(y[i].Values), $"{what} compute different outputs '{a.Outputs[i].Name}'.");
        }
    }

    private static void GivesTheShapesItDeclares(Model model)
    {
        foreach (int batch in (ReadOnlySpan<int>)[1, Batch])
        {
            ModelOutputs outputs = model.Call(Inputs(model, batch));
            Require(outputs.Count == model.Outputs.Count, $"It declares {model.Outputs.Count} outputs and gives {outputs.Count}.");
            foreach (ModelPort port in model.Outputs)
            {
                Require(
                    outputs[port.Name].Shape == port.Shape.Prepend(batch),
                    $"'{port.Name}' is declared as {port.Shape} and given as {outputs[port.Name].Shape} for a batch of {batch}.");
            }
        }
    }

    private static void TreatsExamplesAlone(Model model)
    {
        Tensor[] all = Inputs(model, Batch);
        ModelOutputs together = model.Call(all);
        for (int i = 0; i < Batch; i++)
        {
            ModelOutputs alone = model.Call([.. all.Select(input => Row(input, i))]);
            for (int output = 0; output < alone.Count; output++)
            {
                int width = alone[output].Count;
                Require(
                    alone[output].Values.SequenceEqual(together[output].Values.Slice(i * width, width)),
                    $"Example {i} gives another '{model.Outputs[output].Name}' than alone.");
            }
        }
    }

    private static void GivesEachOutputAlone(Model model)
    {
        Tensor[] inputs = Inputs(model, Batch);
        ModelOutputs together = model.Call(inputs);
        for (int i = 0; i < together.Count; i++)
        {
            Require(
                model.CallOutput(i, inputs).Values.SequenceEqual(together[i].Values),
                $"The output '{model.Outputs[i].Name}' differs where it is computed alone.");
        }
    }

    private static void IsClonedWhole(Model model)
    {
        Model clone = model.Clone();
        RequireSame(model, clone, "A model and its clone");
        float before = model.Parameters.Values[0];
        clone.Parameters.Values[0] += 1;
        Require(model.Parameters.Values[0] == before, "A clone shares its numbers with the model.");
    }

    private static void ComesBackFromFiles(Model model)
    {
        string folder = Directory.CreateTempSubdirectory("model-kit").FullName;
        try
        {
            foreach (string path in (string[])[Path.Combine(folder, "model"), Path.Combine(folder, "model.epoche")])
            {
                model.Save(path);
                RequireSame(model, Model.Load(path), $"A model and what was loaded from {Path.GetFileName(path)}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The slope along a random direction through parameters and inputs agrees with the difference quotient.</summary>
    private static void HasTheRightGradient(Model model)
    {
        const float h = 1e-3f;
        float[][] x = [.. Inputs(model, Batch).Select(input => input.ToArray())],
            xDirections = [.. x.Select((values, i) => Random($"direction/{i}", values.Length))];
        float[] start = model.Parameters.Values.ToArray(), direction = Random("weights", start.Length);
        foreach (ParameterInfo buffer in model.Parameters.Entries.Where(entry => entry.Kind == ParameterKind.Buffer))
        {
            direction.AsSpan(buffer.Offset, buffer.Shape.ElementCount).Clear();
        }

        double numeric = (Loss(h) - Loss(-h)) / (2 * h);
        start.CopyTo(model.Parameters.Values);
        double slope = 0;
        StepArena arena = new();
        using (arena.Step())
        {
            Tensor[] variables = [.. x.Select((values, i) => Tensor.Variable(values, model.Inputs[i].Shape.Prepend(Batch)))];
            Tape.Backward(Weighted(model.Call(variables)));
            slope += Dot(model.Parameters.Gradients, direction);
            for (int i = 0; i < variables.Length; i++)
            {
                slope += Dot(variables[i].Gradient.Values, xDirections[i]);
            }
        }

        Require(Math.Abs(slope - numeric) <= 1e-2 * (1 + Math.Abs(numeric)), $"The slope is {slope}, the difference quotient {numeric}.");

        double Loss(float t)
        {
            for (int i = 0; i < start.Length; i++)
            {
                model.Parameters.Values[i] = start[i] + (t * direction[i]);
            }

            return Weighted(model.Call([.. x.Select((values, i) => Tensor.Of(
                [.. values.Select((v, j) => v + (t * xDirections[i][j]))], model.Inputs[i].Shape.Prepend(Batch)))])).Item();
        }
    }

    private static void TrainsWithoutAllocating(Model model)
    {
        float[][] x = [.. Inputs(model, Batch).Select(input => input.ToArray())];
        Trainer trainer = new(new() { Optimizer = new Adam(1e-3f) }, model.Parameters);
        Tensor[] inputs = new Tensor[x.Length];
        Objective<float[][]> objective = values =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                inputs[i] = Tensor.Wrap(values[i], model.Inputs[i].Shape.Prepend(Batch));
            }

            return Weighted(model.Call(inputs));
        };
        float[] before = model.Parameters.Values.ToArray();
        long allocated = Allocations.InRound(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                trainer.Step(objective, x);
            }
        });
        Require(allocated == 0, $"20 warm steps of training allocate {allocated} bytes on the managed heap.");
        Require(!model.Parameters.Values.SequenceEqual(before), "Training changes nothing.");
    }

    private static void DrawsItself(Model model)
    {
        foreach (string picture in (string[])[model.Summary(), model.GraphText(), model.GraphSvg()])
        {
            foreach (string name in model.Layers.Select(layer => layer.Name).Concat(model.Inputs.Select(input => input.Name)))
            {
                Require(picture.Contains(name, StringComparison.Ordinal), $"'{name}' is missing from:\n{picture}");
            }
        }
    }

    /// <summary>One number that all outputs reach, each with its own weight.</summary>
    private static Tensor Weighted(ModelOutputs outputs)
    {
        Tensor sum = Ops(outputs[0], 1);
        for (int i = 1; i < outputs.Count; i++)
        {
            sum += Ops(outputs[i], i + 1);
        }

        return sum;

        static Tensor Ops(Tensor output, float weight) => (Tensors.Ops.Sin(output) * weight).Mean();
    }

    private static Tensor[] Inputs(Model model, int batch) =>
        [.. model.Inputs.Select(
            (input, i) => Tensor.Of(Random($"inputs/{i}", batch * input.Shape.ElementCount), input.Shape.Prepend(batch)))];

    private static Tensor Row(Tensor input, int row)
    {
        int width = input.Count / Batch;
        return Tensor.Of(input.Values.Slice(row * width, width), input.Shape.Tail().Prepend(1));
    }

    private static float[] Random(string stream, int count)
    {
        Rng random = Rng.Stream(5, stream);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle(-1, 1))];
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
