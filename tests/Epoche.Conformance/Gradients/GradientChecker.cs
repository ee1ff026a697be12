namespace Epoche.Conformance.Gradients;

/// <summary>
/// Compares an operation with its reference: outputs directly, gradients with central differences of the reference in double precision,
/// whose own error (about 1e-9) lies far below float32's.
/// </summary>
internal static class GradientChecker
{
    private const double Step = 1e-5;
    private const double Tolerance = 2e-5;

    /// <summary>Null when the case holds, else what differs.</summary>
    internal static string? Check(GradientCase test)
    {
        Rng random = Rng.Stream(7, test.ToString());
        float[][] inputs = [.. test.Inputs.Select(input => Draw(input, ref random))];
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Tensor[] tensors = [.. test.Inputs.Select((input, i) => Variable(input, inputs[i]))];
        Tensor output = test.Compute(tensors);
        Nd<double> expected = Reference(test, inputs, -1, -1, 0);
        if (output.Shape != expected.Shape)
        {
            return $"shape {output.Shape}, expected {expected.Shape}";
        }

        for (int i = 0; i < output.Count; i++)
        {
            if (!Near(output.Values[i], expected.Data[i]))
            {
                return $"output {i} is {output.Values[i]}, expected {expected.Data[i]}";
            }
        }

        if (!test.Inputs.Any(input => input.Differentiate))
        {
            return null;
        }

        (Tensor loss, float[] weights) = Weighted(output, ref random);
        if (!arena.Tape.Contains(test.Op))
        {
            return $"the tape does not hold '{test.Op}'";
        }

        Tape.Backward(loss);
        for (int k = 0; k < inputs.Length; k++)
        {
            float[] gradient = test.Inputs[k].Differentiate ? tensors[k].Gradient.ToArray() : [];
            for (int i = 0; i < gradient.Length; i++)
            {
                double numeric = (Weighted(Reference(test, inputs, k, i, Step), weights) - Weighted(
                    Reference(test, inputs, k, i, -Step), weights)) / (2 * Step);
                if (!Near(gradient[i], numeric))
                {
                    return $"gradient {i} of input {k} is {gradient[i]}, expected {numeric}";
                }
            }
        }

        return null;
    }

    /// <summary>The output and every gradient, as they come out: for comparisons between processes and platforms.</summary>
    internal static IReadOnlyList<float[]> Values(GradientCase test)
    {
        Rng random = Rng.Stream(7, test.ToString());
        StepArena arena = new();
        using StepArena.OpenStep step = arena.Step();
        Tensor[] tensors = [.. test.Inputs.Select(input => Variable(input, Draw(input, ref random)))];
        Tensor output = test.Compute(tensors);
        float[] values = [.. output.Values];
        if (!test.Inputs.Any(input => input.Differentiate))
        {
            return [values];
        }

        Tape.Backward(Weighted(output, ref random).Loss);
        return [values, .. tensors.Where((_, i) => test.Inputs[i].Differentiate).Select(tensor => tensor.Gradient.Values.ToArray())];
    }

    /// <summary>What the operation with its gradient allocates on the managed heap in a warm step, in bytes.</summary>
    internal static long Allocated(GradientCase test)
    {
        Rng random = Rng.Stream(7, test.ToString());
        Tensor[] tensors = [.. test.Inputs.Select(input => Variable(input, Draw(input, ref random)))];
        bool isDifferentiable = test.Inputs.Any(input => input.Differentiate);
        StepArena arena = new();
        Step(); // the arena grows to what the step needs when it is opened again
        return Allocations.InRound(Step);

        void Step()
        {
            using StepArena.OpenStep step = arena.Step();
            Tensor output = test.Compute(tensors);
            if (isDifferentiable)
            {
                Tape.Backward(output.Sum());
            }
        }
    }

    private static Tensor Variable(GradientInput input, float[] values) =>
        input.Differentiate ? Tensor.Variable(values, input.Shape) : Tensor.Of(values, input.Shape);

    /// <summary>A random weighting of the outputs gives the scalar whose gradient is checked.</summary>
    private static (Tensor Loss, float[] Weights) Weighted(Tensor output, ref Rng random)
    {
        float[] weights = new float[output.Count];
        random.FillUniform(weights, -1, 1);
        return ((output * Tensor.Of(weights, output.Shape)).Sum(), weights);
    }

    private static bool Near(float actual, double expected) => Math.Abs(actual - expected) <= Tolerance * (1 + Math.Abs(expected));

    private static double Weighted(Nd<double> output, float[] weights) => output.Data.Select((y, i) => y * weights[i]).Sum();

    private static Nd<double> Reference(GradientCase test, float[][] inputs, int moved, int element, double by) => test.Reference(
        [.. inputs.Select((values, k) =>
        {
            double[] copy = [.. values.Select(v => (double)v)];
            if (k == moved)
            {
                copy[element] += by;
            }

            return new Nd<double>(test.Inputs[k].Shape, copy);
        })]);

    private static float[] Draw(GradientInput input, ref Rng random)
    {
        if (input.Values is not null)
        {
            return input.Values;
        }

        float[] values = new float[input.Shape.ElementCount];
        random.FillUniform(values, (float)input.Low, (float)input.High);
        return values;
    }
}
