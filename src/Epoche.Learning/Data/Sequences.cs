namespace Epoche;

/// <summary>
/// Sequences of different lengths as one batch, padded to the longest; a <see cref="Masking"/> leaves the padding out.
/// <see cref="SequenceBatches"/> cuts many of them into batches to train on, and <see cref="SequencePrediction"/> predicts from them.
/// </summary>
public static class Sequences
{
    /// <summary>Sequences of numbers, such as words: [batch, longest].</summary>
    /// <param name="sequences">One sequence at least, none of them empty.</param>
    /// <param name="padding">What fills up the shorter ones. Default 0.</param>
    /// <exception cref="ArgumentException">There is none, or one is empty.</exception>
    public static Tensor Pad(IReadOnlyList<float[]> sequences, float padding = 0) => Pad(OfNumbers(sequences), padding);

    /// <summary>Sequences of numbers or vectors: [steps, …] each → [batch, longest, …].</summary>
    /// <param name="sequences">One sequence at least, none of them empty, with the same axes behind the steps.</param>
    /// <param name="padding">What fills up the shorter ones. Default 0.</param>
    /// <exception cref="ArgumentException">There is none, one is empty, or they have different axes behind the steps.</exception>
    public static Tensor Pad(IReadOnlyList<Tensor> sequences, float padding = 0)
    {
        Shape tail = RequireAlike(sequences);
        int longest = sequences.Max(sequence => sequence.Length(0)), width = tail.ElementCount;
        float[] values = new float[sequences.Count * longest * width];
        values.AsSpan().Fill(padding);
        for (int i = 0; i < sequences.Count; i++)
        {
            sequences[i].Values.CopyTo(values.AsSpan(i * longest * width));
        }

        return Tensor.Wrap(values, tail.Prepend(longest).Prepend(sequences.Count));
    }

    /// <summary>The axes behind the steps, which all sequences have.</summary>
    /// <exception cref="ArgumentException">There is none, one is empty, or they have different axes behind the steps.</exception>
    internal static Shape RequireAlike(IReadOnlyList<Tensor> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0)
        {
            throw new ArgumentException("A batch has one sequence at least; received none.", nameof(sequences));
        }

        Shape first = sequences[0].Shape;
        for (int i = 0; i < sequences.Count; i++)
        {
            Shape shape = sequences[i].Shape;
            if (shape.Rank == 0 || shape.ElementCount == 0 || shape.Tail() != first.Tail())
            {
                throw new ArgumentException(
                    $"Sequences of a batch have one step at least and the same axes behind it, "
                    + $"as sequence 0 {first}; sequence {i} is {shape}.",
                    nameof(sequences));
            }
        }

        return first.Tail();
    }

    /// <summary>As tensors of one axis.</summary>
    internal static IReadOnlyList<Tensor> OfNumbers(IReadOnlyList<float[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        Elements.RequireNoNull(sequences, nameof(sequences));
        return [.. sequences.Select(sequence => Tensor.Of(sequence, [sequence.Length]))];
    }
}
