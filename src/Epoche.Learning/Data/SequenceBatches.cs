using System.Collections;

namespace Epoche;

/// <summary>
/// The batches of sequences of different lengths, epoch after epoch: each batch is padded to its own longest sequence, and a
/// <see cref="Masking"/> with the same padding in front of the model leaves the padding out. Orders, epochs and saved states are those of
/// <see cref="Batches"/>. Batches share a buffer: a batch is valid until the next one is asked for. For one thread.
/// </summary>
/// <example>
/// <code>
/// SequenceBatches batches = new(texts, targets, new() { Size = 50, Seed = 1 }); // texts: a list of float[]
/// trainer.Fit(batches, batch =&gt; SoftmaxCrossEntropy(model.Call(batch.Inputs), batch.Targets).Mean());
/// Tensor outputs = model.PredictSequences(others);
/// </code>
/// </example>
public sealed class SequenceBatches : IReadOnlyCollection<Batch>, IStateful
{
    private readonly float[][] _sequences;
    private readonly Shape _tail;
    private readonly float _padding;
    private float[] _buffer = [];

    /// <summary>Takes sequences of numbers, such as words: inputs are [batch, longest].</summary>
    /// <param name="sequences">One sequence at least, none of them empty.</param>
    /// <param name="targets">[sequences, target…].</param>
    /// <param name="options">Size and order of the batches; there is no augmentation of sequences.</param>
    /// <param name="padding">What fills up the shorter ones; a number that sequences do not hold. Default 0.</param>
    /// <param name="weights">What each counts, as in <see cref="Dataset.WithWeights"/>; none: all count 1.</param>
    /// <exception cref="ArgumentException">
    /// There is no sequence, one is empty, or there are more or fewer targets; options that <see cref="Batches"/> refuses, or an
    /// augmentation; weights that <see cref="Dataset.WithWeights"/> refuses.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public SequenceBatches(
        IReadOnlyList<float[]> sequences, Tensor targets, BatchOptions options, float padding = 0, ReadOnlySpan<float> weights = default)
        : this(Sequences.OfNumbers(sequences), targets, options, padding, weights)
    {
    }

    /// <summary>Takes sequences of numbers or vectors, [steps, …] each: inputs are [batch, longest, …].</summary>
    /// <param name="sequences">One sequence at least, none of them empty, with the same axes behind the steps; they are copied.</param>
    /// <param name="targets">[sequences, target…].</param>
    /// <param name="options">Size and order of the batches; there is no augmentation of sequences.</param>
    /// <param name="padding">What fills up the shorter ones; a number that no step consists of. Default 0.</param>
    /// <param name="weights">What each counts, as in <see cref="Dataset.WithWeights"/>; none: all count 1.</param>
    /// <exception cref="ArgumentException">
    /// There is no sequence, one is empty or has other axes behind the steps, or there are more or fewer targets; options that
    /// <see cref="Batches"/> refuses, or an augmentation; weights that <see cref="Dataset.WithWeights"/> refuses.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public SequenceBatches(
        IReadOnlyList<Tensor> sequences, Tensor targets, BatchOptions options, float padding = 0, ReadOnlySpan<float> weights = default)
    {
        _tail = Sequences.RequireAlike(sequences);
        ArgumentNullException.ThrowIfNull(options);
        if (targets.Rank == 0 || targets.Length(0) != sequences.Count)
        {
            throw new ArgumentException(
                $"Targets are [sequences, target…], with a target for each of the {sequences.Count} sequences; received {targets.Shape}.",
                nameof(targets));
        }

        if (options.Augmentation is not null)
        {
            throw new ArgumentException(
                "An augmentation changes inputs of one shape, and sequences have lengths of their own; received one. Change the sequences "
                + "before they are handed in.",
                nameof(options));
        }

        (_sequences, _padding) = ([.. sequences.Select(sequence => sequence.ToArray())], padding);
        float[] numbers = [.. Enumerable.Range(0, sequences.Count)]; // exact up to 2^24, more sequences than an array of arrays is made for
        Dataset order = new(numbers, [], targets.ToArray(), targets.Shape.Tail());
        Order = new Batches(weights.IsEmpty ? order : order.WithWeights(weights), options);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => Order.Count;

    /// <summary>The epoch that the next <c>foreach</c> over this object goes through, from 0; set it to go on elsewhere.</summary>
    public int Epoch
    {
        get => Order.Epoch;
        set => Order.Epoch = value;
    }

    /// <inheritdoc/>
    public int StateVersion => 1;

    /// <inheritdoc/>
    public string StateKind => $"{nameof(SequenceBatches)} as {Order.StateKind}";

    /// <summary>The batches of the sequences' numbers.</summary>
    internal Batches Order { get; }

    /// <summary>
    /// The batch of a step, where steps are counted over all epochs; see <see cref="Batches.At"/>.
    /// </summary>
    /// <param name="step">From 0.</param>
    /// <returns>The batch; valid until another is asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or behind the last epoch that has a number.</exception>
    public Batch At(long step) => Padded(Order.At(step));

    /// <summary>Begins epoch <see cref="Epoch"/> and moves that number on.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        foreach (Batch batch in Order)
        {
            yield return Padded(batch);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void SaveState(StateSaver to) => Order.SaveState(to);

    /// <inheritdoc/>
    public void LoadState(StateLoader from) => Order.LoadState(from);

    private Batch Padded(Batch batch)
    {
        ReadOnlySpan<float> numbers = batch.Inputs.Values;
        int longest = 0, width = _tail.ElementCount;
        foreach (float number in numbers)
        {
            longest = Math.Max(longest, _sequences[(int)number].Length);
        }

        int needed = numbers.Length * longest;
        _buffer = _buffer.Length >= needed ? _buffer : new float[needed];
        for (int i = 0; i < numbers.Length; i++)
        {
            float[] sequence = _sequences[(int)numbers[i]];
            sequence.CopyTo(_buffer, i * longest);
            _buffer.AsSpan((i * longest) + sequence.Length, longest - sequence.Length).Fill(_padding);
        }

        return batch with { Inputs = Tensor.Wrap(_buffer, _tail.Prepend(longest / width).Prepend(numbers.Length)) };
    }
}
