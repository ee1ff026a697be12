namespace Epoche;

/// <summary>
/// Compares gradients with the slopes of the loss, for own losses and layers. Each number is moved up and down by two distances; the slope
/// is their extrapolation (Richardson 1911), and uncertain by what they differ and by the rounding of the loss, so that a kink such as that
/// of a ReLU does not count as an error.
/// </summary>
public static class GradientCheck
{
    private const float Distance = 1f / 64;
    private const double Rounding = 4e-7; // of a loss in float32: some units in its last place

    // Slopes that are smaller than this share of the largest one are compared with it.
    private const double Small = 0.01;

    /// <summary>Checks the gradients of parameters, in a step of training. They stay as they are, and their gradients are empty.</summary>
    /// <param name="loss">
    /// Computes a loss of one element: <c>() => SoftmaxCrossEntropy(model.Call(x), y).Mean()</c>. It is called four times for each number,
    /// and gives the same for the same parameters.
    /// </param>
    /// <param name="parameters">What it depends on: <c>[model.Parameters]</c>. Frozen ones are left out.</param>
    /// <param name="options">How many numbers are moved, and what passes. Default: see there.</param>
    /// <exception cref="ArgumentException">
    /// The loss has several elements, depends on no parameter or is not the same when computed again; nothing is learned; an option is out
    /// of its range.
    /// </exception>
    /// <exception cref="NonFiniteException">The loss is NaN or infinite.</exception>
    public static GradientCheckReport Run(
        Func<Tensor> loss, ReadOnlySpan<ParameterSlab> parameters, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new GradientCheckOptions();
        options.Validate();
        ParameterSlab[] slabs = parameters.ToArray();
        Elements.RequireNoNull(slabs, nameof(parameters));
        float[][] values = [.. slabs.Select(slab => slab.Values.ToArray())];
        Evaluation evaluation = new(loss, options.Seed);
        try
        {
            Array.ForEach(slabs, slab => slab.ZeroGradients());
            evaluation.Backward();
            float[][] gradients = [.. slabs.Select(slab => slab.Gradients.ToArray())];
            List<CheckedGradient> found = [];
            for (int i = 0; i < slabs.Length; i++)
            {
                for (int entry = 0; entry < slabs[i].Entries.Count; entry++)
                {
                    if (slabs[i].Trainable && slabs[i].IsLearned(entry))
                    {
                        found.Add(Check(slabs[i], slabs[i].Entries[entry], gradients[i], evaluation, options));
                    }
                }
            }

            return found.Count > 0
                ? new(found, options.Tolerance)
                : throw new ArgumentException(
                    "There is no parameter that is learned: all are frozen, or there is none.", nameof(parameters));
        }
        finally
        {
            for (int i = 0; i < slabs.Length; i++)
            {
                values[i].CopyTo(slabs[i].Values);
                slabs[i].ZeroGradients();
            }
        }
    }

    /// <summary>Checks the gradients of a function of tensors, as <c>x => SmoothL1(x[0], x[1]).Mean()</c>.</summary>
    /// <param name="function">From tensors to one element.</param>
    /// <param name="inputs">Where; reports call them <c>input_0</c>, <c>input_1</c> and so on.</param>
    /// <param name="options">How many numbers are moved, and what passes. Default: see there.</param>
    /// <exception cref="ArgumentException">As of the other form; or there is no input.</exception>
    /// <exception cref="NonFiniteException">The function gives NaN or infinity.</exception>
    public static GradientCheckReport Run(
        Func<IReadOnlyList<Tensor>, Tensor> function, ReadOnlySpan<Tensor> inputs, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        List<ParameterInfo> entries = [];
        int offset = 0;
        foreach (Tensor input in inputs)
        {
            entries.Add(new($"input_{entries.Count}", input.Shape, offset, ParameterKind.Parameter, Decay: false));
            offset += input.Count;
        }

        ParameterSlab slab = new(entries);
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i].Values.CopyTo(slab.Values[entries[i].Offset..]);
        }

        Tensor[] variables = [.. entries.Select((_, i) => slab[i])];
        return Run(() => function(variables), [slab], options);
    }

    private static CheckedGradient Check(
        ParameterSlab slab, ParameterInfo entry, float[] gradients, Evaluation evaluation, GradientCheckOptions options)
    {
        int[] chosen = Choose(entry.Shape.ElementCount, options, entry.Name);
        Slope[] slopes = [.. chosen.Select(element => SlopeAt(slab, entry.Offset + element, evaluation))];
        double largest = slopes.Max(slope => Math.Abs(slope.Value));
        CheckedGradient worst = default;
        for (int i = 0; i < chosen.Length; i++)
        {
            double gradient = gradients[entry.Offset + chosen[i]];
            double scale = Math.Max(Math.Max(Math.Abs(gradient), Math.Abs(slopes[i].Value)), Small * largest);
            double apart = Math.Max(0, Math.Abs(gradient - slopes[i].Value) - slopes[i].Uncertain);
            double error = scale == 0 ? 0 : apart / scale;
            if (i == 0 || error > worst.Error)
            {
                worst = new(entry.Name, chosen.Length, chosen[i], gradient, slopes[i].Value, error);
            }
        }

        return worst;
    }

    private static int[] Choose(int count, GradientCheckOptions options, string name)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        if (count <= options.Elements)
        {
            return all;
        }

        Rng random = Rng.Stream(options.Seed, "gradient-check/" + name);
        for (int i = 0; i < options.Elements; i++)
        {
            int other = i + random.NextInt(count - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return [.. all.Take(options.Elements).Order()];
    }

    private static Slope SlopeAt(ParameterSlab slab, int at, Evaluation evaluation)
    {
        float start = slab.Values[at], distance = Distance * Math.Max(1, Math.Abs(start));
        double far = Between(distance, out double loss), near = Between(distance / 2, out _);
        slab.Values[at] = start;
        double value = ((4 * near) - far) / 3;
        return new(value, Math.Abs(near - far) + (Rounding * loss / distance));

        double Between(float by, out double size)
        {
            float up = start + by, down = start - by;
            slab.Values[at] = up;
            double above = evaluation.Loss();
            slab.Values[at] = down;
            double below = evaluation.Loss();
            size = Math.Max(Math.Abs(above), Math.Abs(below));
            return (above - below) / ((double)up - down);
        }
    }

    private readonly record struct Slope(double Value, double Uncertain);

    /// <summary>The loss, again and again with the same random numbers.</summary>
    private sealed class Evaluation(Func<Tensor> loss, ulong seed)
    {
        private readonly StepArena _arena = new();
        private long _count;

        public double Loss()
        {
            using StepArena.OpenStep step = Open();
            return Finite(Computed());
        }

        public void Backward()
        {
            float first;
            using (Open())
            {
                Tensor result = Computed();
                first = Finite(result);
                Tape.Backward(result);
            }

            if (Loss() is var again && again != first)
            {
                throw new ArgumentException(
                    $"The loss is {first}, and {again} when it is computed again with the same parameters. Random numbers come from "
                    + "the step (dropout does so), batches from outside.", nameof(loss));
            }
        }

        private StepArena.OpenStep Open() => _arena.TrainingStep(Rng.Stream(seed, "gradient-check"));

        private Tensor Computed()
        {
            _count++;
            return loss() is { Count: 1 } result ? result : throw new ArgumentException(
                "A gradient check needs a loss of one element, such as a mean.", nameof(loss));
        }

        private float Finite(Tensor result) => result.Item() is var value && float.IsFinite(value) ? value
            : throw new NonFiniteException(_count, _arena.Tape.FirstNonFinite() ?? "the loss itself", value);
    }
}
