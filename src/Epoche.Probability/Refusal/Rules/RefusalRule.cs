namespace Epoche;

/// <summary>Decides which examples are answered, and with which classes.</summary>
public abstract class RefusalRule
{
    /// <summary>What the rule does, in one sentence.</summary>
    public abstract string Meaning { get; }

    /// <summary>What is promised, where the rule was calibrated; else null.</summary>
    public virtual Guarantee? Guarantee => null;

    /// <summary>Judges examples.</summary>
    /// <param name="prediction">What was predicted for them.</param>
    /// <returns>A verdict for each.</returns>
    /// <exception cref="InvalidOperationException">The prediction lacks what the rule looks at.</exception>
    public abstract Verdict[] Judge(Prediction prediction);

    /// <summary><see cref="Meaning"/>.</summary>
    public sealed override string ToString() => Meaning;

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
