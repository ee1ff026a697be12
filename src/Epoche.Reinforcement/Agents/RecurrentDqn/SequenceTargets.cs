namespace Epoche;

/// <summary>What the values of a sequence's steps learn.</summary>
public static class SequenceTargets
{
    /// <summary>
    /// y_t = h(Σ_{k &lt; m} γᵏ·r_{t+k} + γᵐ·h⁻¹(v_{t+m})) with m = min(n, steps to the sequence's end): tails are shorter, with a discount
    /// of their own, and where the task is over nothing follows. In double precision.
    /// </summary>
    /// <param name="rewards">r_t, what each step earned, <c>[steps]</c>.</param>
    /// <param name="values">
    /// v_t, what each observation is worth, rescaled where values are, the one after the last step included, <c>[steps + 1]</c>.
    /// </param>
    /// <param name="terminated">Whether the task was over after the last step.</param>
    /// <param name="discount">γ.</param>
    /// <param name="steps">n, at least 1.</param>
    /// <param name="rescaling">ε of <see cref="ValueRescaling"/>; null: values are returns.</param>
    /// <param name="targets">Receives y_t, <c>[steps]</c>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public static void Write(
        ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, bool terminated, float discount, int steps, float? rescaling,
        Span<float> targets)
    {
        OptionChecks.AtLeastOne(steps, "steps of a return");
        int count = rewards.Length;
        if (values.Length != count + 1 || targets.Length != count)
        {
            throw new ArgumentException(
                $"{count} rewards go with {count + 1} values and room for {count} targets; received {values.Length} values and room for "
                + $"{targets.Length}.",
                nameof(values));
        }

        for (int t = 0; t < count; t++)
        {
            int end = Math.Min(count, t + steps);
            double sum = 0, weight = 1;
            for (int k = t; k < end; k++)
            {
                sum += weight * rewards[k];
                weight *= discount;
            }

            if (!(terminated && end == count))
            {
                sum += weight * (rescaling is { } epsilon ? ValueRescaling.Invert(values[end], epsilon) : values[end]);
            }

            targets[t] = (float)(rescaling is { } scale ? ValueRescaling.Apply(sum, scale) : sum);
        }
    }
}
