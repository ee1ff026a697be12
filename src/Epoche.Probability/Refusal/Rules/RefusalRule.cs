namespace Epoche;

/// <summary>Decides which examples are answered, and with which classes.</summary>
public abstract class RefusalRule
{
    /// <summary>What the rule does, in one sentence.</summary>
    public abstract string Meaning { get; }

    /// <summary>What is promised, where the rule was calibrated; else null.</summary>
    public virtual Guarantee? Guarantee => null;

    /// <summary>Decides which examples are answered.</summary>
    /// <param name="prediction">What was predicted for them.</param>
    /// <returns>A verdict for each.</returns>
    /// <exception cref="InvalidOperationException">The prediction lacks what the rule looks at.</exception>
    public abstract Verdict[] Decide(Prediction prediction);

    /// <summary><see cref="Meaning"/>.</summary>
    public sealed override string ToString() => Meaning;

    /// <summary>Writes what <see cref="RefusalFile.Load"/> restores.</summary>
    /// <exception cref="NotSupportedException">The rule, or its score, is none of the library's.</exception>
    internal virtual void Write(RuleWriter file) => throw new NotSupportedException(
        "The rule is a custom one, and a file holds only those of the library. Save what it is made of yourself, and make it again.");

    /// <summary>Orders classes by falling mean probability, the smaller number first of equals.</summary>
    private protected static int[] Ordered(List<int> classes, ReadOnlySpan<float> mean)
    {
        int[] ordered = [.. classes];
        float[] keys = new float[ordered.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = mean[ordered[i]];
        }

        for (int i = 1; i < ordered.Length; i++)
        {
            for (int j = i; j > 0 && keys[j] > keys[j - 1]; j--)
            {
                (keys[j], keys[j - 1]) = (keys[j - 1], keys[j]);
                (ordered[j], ordered[j - 1]) = (ordered[j - 1], ordered[j]);
            }
        }

        return ordered;
    }
}
