namespace Epoche.Conformance.Layers;

/// <summary>What every layer must do, own ones included. Each check throws with what went wrong.</summary>
public static class LayerKit
{
    internal const int Batch = 5;

    /// <summary>Runs all checks on layers made by <paramref name="create"/>.</summary>
    /// <param name="create">
    /// Makes the layer; called often, must give a new and equal one each time. Its kind is in <see cref="LayerRegistry"/>.
    /// </param>
    /// <param name="input">The shape of one example that the layer takes.</param>
    /// <param name="indices">For layers that take whole numbers: their inputs lie below this.</param>
    public static void Check(Func<Layer> create, Shape input, int? indices = null)
    {
        Subject subject = new(create, input, indices);
        GivesTheShapeItDeclared(subject);
        TreatsExamplesAlone(subject);
        RepeatsExactly(subject);
        IsCopiedWhole(subject);
        HasTheRightGradient(subject);
        AllocatesNothing(subject);
        LayerTrainingKit.Check(subject);
    }

    private static void GivesTheShapeItDeclared(Subject subject)
    {
        Sequential model = subject.Model();
        foreach (int batch in (ReadOnlySpan<int>)[1, Batch])
        {
            Shape expected = model.OutputShape.Prepend(batch), received = model.Call(subject.Inputs(batch)).Shape;
            Require(received == expected, $"Build promised {expected}; Call gave {received}.");
        }
    }

    /// <summary>
    /// What an example becomes does not depend on its neighbours, to the last bit: an agent may act on one or on a thousand at once.
    /// </summary>
    private static void TreatsExamplesAlone(Subject subject)
    {
        Sequential model = subject.Model();
        Tensor all = subject.Inputs(Batch), together = model.Call(all);
        int width = subject.Input.ElementCount, outputs = model.OutputShape.ElementCount;
        for (int i = 0; i < Batch; i++)
        {
            Tensor alone = model.Call(Tensor.Of(all.Values.Slice(i * width, width), subject.Input.Prepend(1)));
            Require(
                alone.Values.SequenceEqual(together.Values.Slice(i * outputs, outputs)),
                $"Example {i} of {Batch} gives other numbers than alone.");
        }
    }

    private static void RepeatsExactly(Subject subject)
    {
        Tensor x = subject.Inputs(Batch);
        Require(
            subject.Model().Call(x).Values.SequenceEqual(subject.Model().Call(x).Values), "Two layers of one seed give different numbers.");
    }

    private static void IsCopiedWhole(Subject subject)
    {
        Sequential model = subject.Model(), copy = model.Clone();
        Tensor x = subject.Inputs(Batch);
        Require(
            copy.Layers[0].GetType() == model.Layers[0].GetType(),
            $"The registry makes a {copy.Layers[0].GetType().Name} of the description.");
        Require(
            copy.Call(x).Values.SequenceEqual(model.Call(x).Values),
            "A copy made from the description gives other numbers: Describe leaves something out.");
    }

    /// <summary>The slope along a random direction through parameters and inputs agrees with the difference quotient.</summary>
    private static void HasTheRightGradient(Subject subject)
    {
        const float h = 1e-3f; // small, so that hardly a kink of relu lies within
        Sequential model = subject.Model();
        float[] x = subject.Inputs(Batch).ToArray(), start = model.Parameters.Values.ToArray();
        float[] xDirection = subject.Indices is null ? Random("direction", x.Length) : new float[x.Length],
            direction = Random("weights", start.Length);
        float[] weights = Random("outputs", Batch * model.OutputShape.ElementCount);
        ClearBuffers(model, direction);

        double Loss(float t)
        {
            float[] moved = [.. x.Select((v, i) => v + (t * xDirection[i]))];
            for (int i = 0; i < start.Length; i++)
            {
                model.Parameters.Values[i] = start[i] + (t * direction[i]);
            }

            ReadOnlySpan<float> y = model.Call(Tensor.Of(moved, subject.Input.Prepend(Batch))).Values;
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
            Tensor variable = Tensor.Variable(x, subject.Input.Prepend(Batch));
            Tensor y = model.Call(variable);
            Tape.Backward((y * Tensor.Of(weights, y.Shape)).Sum());
            slope += Dot(model.Parameters.Gradients, direction) + (subject.Indices is null ? Dot(variable.Gradient.Values, xDirection) : 0);
        }

        Require(Math.Abs(slope - numeric) <= 1e-2 * (1 + Math.Abs(numeric)), $"The slope is {slope}, the difference quotient {numeric}.");
    }

    private static void AllocatesNothing(Subject subject)
    {
        Sequential model = subject.Model();
        float[] x = subject.Inputs(Batch).ToArray();
        StepArena arena = new();
        Call(); // the arena grows to what the step needs when it is opened again
        long allocated = Allocations.InRound(Call);
        Require(allocated == 0, $"A call in a warm step allocates {allocated} bytes on the managed heap.");

        void Call()
        {
            using (arena.Step())
            {
                model.Call(Tensor.Wrap(x, subject.Input.Prepend(Batch)));
            }
        }
    }

    internal static float[] Random(string stream, int count)
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

    internal static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    /// <summary>The layer under test.</summary>
    internal sealed record Subject(Func<Layer> Create, Shape Input, int? Indices)
    {
        /// <summary>The layer alone, or with others behind it.</summary>
        public Sequential Model(params ReadOnlySpan<Layer> behind)
        {
            Sequential model = [Create(), .. behind];
            return model.Build(Input, seed: 11);
        }

        public Tensor Inputs(int batch)
        {
            float[] values = Random("inputs", batch * Input.ElementCount);
            return Tensor.Of(
                Indices is { } count ? [.. values.Select(v => MathF.Floor((v + 1) / 2 * count))] : values, Input.Prepend(batch));
        }
    }
}
