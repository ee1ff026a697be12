namespace Epoche.Kernels;

/// <summary>From the scores of one head to its weights.</summary>
internal static unsafe class AttentionWeights
{
    private const float Never = float.NegativeInfinity;

    /// <summary>
    /// Scales, forbids what is masked or later, and takes softmax of each row. A step that may ask none gets zeros.
    /// </summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="mask">[steps] of the example; null for none.</param>
    /// <param name="scores">[steps, steps], overwritten by the weights.</param>
    public static void Normalize(in AttentionSizes sizes, float* mask, float* scores)
    {
        int steps = sizes.Steps, first = mask == null ? 0 : new ReadOnlySpan<float>(mask, steps).IndexOfAnyExcept(0f);
        Span<float> all = new(scores, sizes.Weights);
        if (first < 0)
        {
            all.Clear();
            return;
        }

        Elementwise.Scale(sizes.Scale, all);
        if (mask != null)
        {
            Forbid(mask, steps, all);
        }

        for (int row = 0; sizes.IsCausal && row < steps; row++)
        {
            all.Slice((row * steps) + row + 1, steps - row - 1).Fill(Never);
        }

        Softmax.Rows(all, steps, steps, all);
        if (sizes.IsCausal)
        {
            all[..(first * steps)].Clear(); // these steps come before the first that may be asked
        }
    }

    private static void Forbid(float* mask, int steps, Span<float> scores)
    {
        for (int column = 0; column < steps; column++)
        {
            if (mask[column] == 0)
            {
                for (int row = 0; row < steps; row++)
                {
                    scores[(row * steps) + column] = Never;
                }
            }
        }
    }
}
