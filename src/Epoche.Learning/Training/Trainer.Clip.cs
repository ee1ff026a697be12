using Epoche.Kernels;

namespace Epoche;

public sealed partial class Trainer
{
    /// <summary>
    /// Between these a sum of squares is right in float: none of them can have overflowed, and what was lost
    /// below 2⁻¹²⁶ is too little to matter.
    /// </summary>
    private const float LeastSquares = 7.8886091e-31f, MostSquares = 1.3292280e36f;

    /// <summary>Clips the gradients.</summary>
    /// <returns>The norm before, and what no gradient is larger than after.</returns>
    /// <exception cref="NonFiniteException">A gradient is NaN or infinite.</exception>
    private (float Norm, double Largest) Clip()
    {
        float squares = 0;
        foreach (ParameterSlab slab in _parameters)
        {
            Span<float> gradients = slab.Gradients;
            if (_options.ClipValue is { } limit)
            {
                RequireFinite(slab);
                Elementwise.Apply<Maximum>(gradients, -limit, gradients);
                Elementwise.Apply<Minimum>(gradients, limit, gradients);
            }

            squares += Reduce.SumOfSquares(gradients);
        }

        double norm = squares is >= LeastSquares and <= MostSquares ? MathF.Sqrt(squares) : NormOfExtremeGradients();
        if (_options.ClipNorm is { } largest && norm > largest)
        {
            foreach (ParameterSlab slab in _parameters)
            {
                Scale(largest / norm, slab.Gradients);
            }
        }

        return ((float)Math.Min(norm, float.MaxValue), Math.Min(norm, _options.ClipNorm ?? norm));
    }

    /// <summary>Finite gradients whose squares overflow, or vanish, still have a norm; others stop the training.</summary>
    private double NormOfExtremeGradients()
    {
        double squares = 0;
        foreach (ParameterSlab slab in _parameters)
        {
            RequireFinite(slab);
            ReadOnlySpan<float> gradients = slab.Gradients;
            if (Reduce.Max(gradients) == 0 && Reduce.Min(gradients) == 0)
            {
                continue; // nothing flowed, which is as usual as it is cheap to see
            }

            foreach (float gradient in gradients)
            {
                squares += (double)gradient * gradient;
            }
        }

        return Math.Sqrt(squares);
    }

    /// <summary>
    /// Multiplies by a factor that may be too small for a float with all its digits; the first of the two steps is exact
    /// for what is not lost in the second.
    /// </summary>
    private static void Scale(double factor, Span<float> gradients)
    {
        const float Step = 5.4210109e-20f; // 2⁻⁶⁴
        if (factor < Step)
        {
            Elementwise.Scale(Step, gradients);
            factor /= Step;
        }

        Elementwise.Scale((float)factor, gradients);
    }

    private void RequireFinite(ParameterSlab slab)
    {
        ReadOnlySpan<float> gradients = slab.Gradients;
        if (Reduce.IsFinite(gradients))
        {
            return;
        }

        foreach (ParameterInfo entry in slab.Entries)
        {
            foreach (float gradient in gradients.Slice(entry.Offset, entry.Shape.ElementCount))
            {
                if (!float.IsFinite(gradient))
                {
                    throw new NonFiniteException(StepCount + 1, $"the gradient of '{entry.Name}' {entry.Shape}", gradient);
                }
            }
        }
    }
}
