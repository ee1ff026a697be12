namespace Epoche;

/// <summary>Models that predict from sequences of different lengths.</summary>
public static class SequencePrediction
{
    private const int DefaultBatchSize = 256;

    /// <summary>The outputs for sequences of numbers, such as words, each batch padded to its longest: [n, output…], on the heap.</summary>
    /// <param name="model">
    /// A model with one input of any length and one output for a sequence. A <see cref="Masking"/> in front makes the outputs those of each
    /// sequence alone, bit for bit.
    /// </param>
    /// <param name="sequences">One sequence at least, none of them empty.</param>
    /// <param name="batchSize">Sequences at once, 1 or more.</param>
    /// <param name="padding">What fills up the shorter ones, as in training. Default 0.</param>
    /// <exception cref="ArgumentException">
    /// There is no sequence, one is empty, has another shape than the model takes, or holds NaN or an infinity; or the model has an output
    /// for each step.
    /// </exception>
    public static Tensor PredictSequences(
        this Model model, IReadOnlyList<float[]> sequences, int batchSize = DefaultBatchSize, float padding = 0) =>
        model.PredictSequences(Sequences.OfNumbers(sequences), batchSize, padding);

    /// <summary>The outputs for sequences of numbers or vectors, [steps, …] each; see the other overload.</summary>
    /// <param name="model">A model with one input of any length and one output for a sequence.</param>
    /// <param name="sequences">One sequence at least, none of them empty, with the same axes behind the steps.</param>
    /// <param name="batchSize">Sequences at once, 1 or more.</param>
    /// <param name="padding">What fills up the shorter ones, as in training. Default 0.</param>
    /// <exception cref="ArgumentException">
    /// There is no sequence, one is empty, has another shape than the model takes, or holds NaN or an infinity; or the model has an output
    /// for each step.
    /// </exception>
    public static Tensor PredictSequences(
        this Model model, IReadOnlyList<Tensor> sequences, int batchSize = DefaultBatchSize, float padding = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        CountChecks.AtLeast(1, batchSize);
        Sequences.RequireAlike(sequences);
        Shape output = model.OutputShape;
        if (output.HasFreeAxis)
        {
            throw new ArgumentException(
                $"The model gives {output}, an output for each step, and sequences of different lengths have no common number of them. "
                + "Call it for each sequence, or put a pooling layer or the last output of an Lstm or Gru at its end.",
                nameof(model));
        }

        for (int i = 0; i < sequences.Count; i++)
        {
            // Here for the number of the sequence among all.
            FiniteInputs.Require(sequences[i].Reshape([1, .. sequences[i].Shape]), nameof(sequences), first: i);
        }

        float[] outputs = new float[sequences.Count * output.ElementCount];
        for (int first = 0; first < sequences.Count; first += batchSize)
        {
            Tensor[] part = [.. sequences.Skip(first).Take(batchSize)];
            model.Predict(Sequences.Pad(part, padding), batchSize).Values.CopyTo(outputs.AsSpan(first * output.ElementCount));
        }

        return Tensor.Wrap(outputs, output.Prepend(sequences.Count));
    }
}
