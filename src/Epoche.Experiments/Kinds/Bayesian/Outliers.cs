using static Epoche.Tensors.Ops;

namespace Epoche.Experiments;

/// <summary>
/// Examples with images of no class among them (Hendrycks, Mazeika and Dietterich 2019, arXiv:1812.04606): targets are distributions, even
/// ones for these.
/// </summary>
internal static class Outliers
{
    private const int Side = 28, FirstCut = 10, LastCut = 18;

    /// <summary>
    /// The cross-entropy of a target distribution, [batch]; see <see cref="Tensors.Ops.SoftmaxCrossEntropy(Tensor, Tensor)"/> for classes.
    /// </summary>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="targets">[batch, classes], rows that sum to 1.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets) => -(targets * LogSoftmax(logits)).Sum(axis: -1);

    /// <summary>The examples, and behind them the outliers.</summary>
    /// <param name="examples">Images of 28 × 28 pixels and their classes.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="recipe">How many outliers of which kind.</param>
    /// <param name="seed">Decides them.</param>
    public static Dataset Among(Dataset examples, int classes, OutlierRecipe recipe, ulong seed)
    {
        int pixels = examples.InputShape.ElementCount, all = OutlierRecipe.ImagesWith(recipe, examples.Count), count = 0;
        byte[] images = new byte[all * pixels];
        float[] targets = new float[all * classes];
        Append(examples);
        for (int i = 0; i < count; i++)
        {
            targets[(i * classes) + (int)examples.Target(i)[0]] = 1;
        }

        Array.Fill(targets, 1f / classes, count * classes, (all - count) * classes);
        if (recipe.ScribblesFor(examples.Count) is > 0 and int scribbles)
        {
            Append(DrawnCharacters.Scribbles(scribbles, seed));
        }

        if (recipe.MisdrawnFor(examples.Count) is > 0 and int misdrawn)
        {
            Append(DrawnCharacters.Misdrawn(misdrawn, seed));
        }

        float[] first = new float[pixels], second = new float[pixels];
        for (int i = 0; i < recipe.HalvesFor(examples.Count); i++)
        {
            Rng random = Rng.Stream(seed, "halves", i);
            (int one, int other) = Pair(examples, ref random);
            examples.CopyInput(one, first);
            examples.CopyInput(other, second);
            Join(first, second, isAcross: random.NextBoolean(), cut: FirstCut + random.NextInt(LastCut - FirstCut + 1));
            Store(first, images.AsSpan(count++ * pixels));
        }

        return Dataset.OfPixels(images, examples.InputShape, targets, [classes]);

        void Append(Dataset set)
        {
            float[] image = new float[pixels];
            for (int i = 0; i < set.Count; i++)
            {
                set.CopyInput(i, image);
                Store(image, images.AsSpan(count++ * pixels));
            }
        }
    }

    /// <summary>Two examples of different classes.</summary>
    private static (int First, int Second) Pair(Dataset examples, ref Rng random)
    {
        while (true)
        {
            int first = random.NextInt(examples.Count), second = random.NextInt(examples.Count);
            if (examples.Target(first)[0] != examples.Target(second)[0])
            {
                return (first, second);
            }
        }
    }

    /// <summary>Replaces what lies behind a cut, in the rows or in the columns.</summary>
    private static void Join(Span<float> image, ReadOnlySpan<float> other, bool isAcross, int cut)
    {
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = (isAcross ? i / Side : i % Side) < cut ? image[i] : other[i];
        }
    }

    private static void Store(ReadOnlySpan<float> image, Span<byte> pixels)
    {
        for (int i = 0; i < image.Length; i++)
        {
            pixels[i] = (byte)((image[i] * 255) + 0.5f);
        }
    }
}
