namespace Epoche.Conformance.Layers;

/// <summary>What every layer must do, own ones included. Each check throws with what went wrong.</summary>
public static class LayerKit
{
    private const int Batch = 5;

    /// <summary>Runs all checks on layers made by <paramref name="create"/>.</summary>
    /// <param name="create">Makes the layer; called often, must give a new and equal one each time. Its kind is in <see cref="LayerRegistry"/>.</param>
    /// <param name="input">The shape of one example that the layer takes.</param>
    public static void Check(Func<Layer> create, Shape input)
    {
        GivesTheShapeItDeclared(create, input);
        TreatsExamplesAlone(create, input);
        RepeatsExactly(create, input);
        ReadsBackWhatItDescribes(create, input);
        HasTheRightGradient(create, input);
        AllocatesNothing(create, input);
    }

    private static void GivesTheShapeItDeclared(Func<Layer> create, Shape input)
    {
        Sequential model = Model(create, input);
        foreach (int batch in (ReadOnlySpan<int>)[1, Batch])
        {
            Shape expected = model.OutputShape.Prepend(batch), received = model.Call(Inputs(input, batch)).Shape;
            Require(received == expected, $"Build promised {expected}; Call gave {received}.");
        }
    }

    /// <summary>What an example becomes does not depend on its neighbours, to the last bit: an agent may act on one or on a thousand at once.</summary>
    private static void TreatsExamplesAlone(Func<Layer> create, Shape input)
    {
        Sequential model = Model(create, input);
        Tensor all = Inputs(input, Batch), together = model.Call(all);
        int width = input.ElementCount, outputs = model.OutputShape.ElementCount;
        for (int i = 0; i < Batch; i++)
        {
            Tensor alone = model.Call(Tensor.Of(all.Values.Slice(i * width, width), input.Prepend(1)));
            Require(alone.Values.SequenceEqual(together.Values.Slice(i * outputs, outputs)), $"Example {i} of {Batch} gives other numbers than alone.");
        }
    }

    private static void RepeatsExactly(Func<Layer> create, Shape input)
    {
        Tensor x = Inputs(input, Batch);
        Require(Model(create, input).Call(x).Values.SequenceEqual(Model(create, input).Call(x).Values), "Two layers of one seed give different numbers.");
    }

    private static void ReadsBackWhatItDescribes(Func<Layer> create, Shape input)
    {
        Sequential model = Model(create, input);
        Sequential copy = (Sequential)model.Clone();
        Tensor x = Inputs(input, Batch);
        Require(copy.Layers[0].GetType() == model.Layers[0].GetType(), $"The registry makes a {copy.Layers[0].GetType().Name} of the description.");
        Require(copy.Call(x).Values.SequenceEqual(model.Call(x).Values), "A copy made from the description gives other numbers: Describe leaves something out.");
    }

    /// <summary>The slope along a random direction through parameters and inputs agrees with the difference quotient.</summary>
    private static void HasTheRightGradient(Func<Layer> create, Shape input)
    {
        const float h = 1e-3f; // small, so that hardly a kink of relu lies within
        Sequential model = Model(create, input);
        float[] x = Inputs(input, Batch).ToArray(), start = model.Parameters.Values.ToArray();
        float[] xDirection = Random("direction", x.Length), direction = Random("weights", start.Length);
        float[] weights = Random("outputs", Batch * model.OutputShape.ElementCount);
        ClearBuffers(model, direction);

        double Loss(float t)
        {
            float[] moved = [.. x.Select((v, i) => v + (t * xDirection[i]))];
            for (int i = 0; i < start.Length; i++)
            {
                model.Parameters.Values[i] = start[i] + (t * direction[i]);
            }

            ReadOnlySpan<float> y = model.Call(Tensor.Of(moved, input.Prepend(Batch))).Values;
            double sum = 0;
            for (int i = 0; i < y.Length; i++)
            {
                sum += (double)weights[i] * y[i];
            }

            return sum;
        }

        double numeric = (Loss(h) - Loss(-h)) / (2 * h);
        start.CopyTo(model.Parameters.Values);
        double slope = 0;
        StepArena arena = new();
        using (arena.Step())
        {
            Tensor variable = Tensor.Variable(x, input.Prepend(Batch));
            Tensor y = model.Call(variable);
            Tape.Backward((y * Tensor.Of(weights, y.Shape)).Sum());
            slope += Dot(variable.Gradient.Values, xDirection) + Dot(model.Parameters.Gradients, direction);
        }

        Require(Math.Abs(slope - numeric) <= 1e-2 * (1 + Math.Abs(numeric)), $"The slope is {slope}, the difference quotient {numeric}.");
    }

    private static void AllocatesNothing(Func<Layer> create, Shape input)
    {
        Sequential model = Model(create, input);
        float[] x = Inputs(input, Batch).ToArray();
        StepArena arena = new();
        Call(); // the arena grows to what the step needs when it is opened again
        long allocated = Allocations.InRound(Call);
        Require(allocated == 0, $"A call in a warm step allocates {allocated} bytes on the managed heap.");

        void Call()
        {
            using (arena.Step())
            {
                model.Call(Tensor.Wrap(x, input.Prepend(Batch)));
            }
        }
    }

    private static Sequential Model(Func<Layer> create, Shape input)
    {
        Sequential model = [create()];
        return model.Build(input, seed: 11);
    }

    private static Tensor Inputs(Shape input, int batch) => Tensor.Of(Random("inputs", batch * input.ElementCount), input.Prepend(batch));

    private static float[] Random(string stream, int count)
    {
        Rng random = Rng.Stream(5, stream);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle(-1, 1))];
    }

    private static void ClearBuffers(Sequential model, float[] direction)
    {
        foreach (ParameterInfo entry in model.Parameters.Entries.Where(entry => entry.Kind == ParameterKind.Buffer))
        {
            direction.AsSpan(entry.Offset, entry.Shape.ElementCount).Clear();
        }
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
