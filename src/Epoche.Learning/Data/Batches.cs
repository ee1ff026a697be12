using System.Collections;
using Epoche.Data;
using Epoche.Kernels;

namespace Epoche;

/// <summary>How a data set is cut into batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Examples in a batch, 1 or more.</summary>
    public required int Size { get; init; }

    /// <summary>Whether each epoch has an order of its own; otherwise the order of the data set. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether a last batch that is not full is left out. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>
    /// Decides the orders, through its stream <c>batches</c>, and what <see cref="Augmentation"/> does, through <c>augmentation</c>.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Changes the inputs by chance; what it does to an input depends on the seed, the epoch and the place within the
    /// epoch, on nothing else. Default: none.
    /// </summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>
    /// Whether a thread of the pool prepares the next batch while the current one is in use. The batches are the same. Default false.
    /// </summary>
    public bool Prefetch { get; init; }
}

/// <summary>
/// The batches of a data set, epoch after epoch. The order of an epoch depends on the seed and its number alone, so training can go on in
/// the middle of any of them. Batches share buffers: a batch is valid until the next one is asked for, and enumerating
/// allocates nothing. For one thread.
/// </summary>
/// <example>
/// <code>
/// Batches batches = new(data, new() { Size = 128, Seed = 1 });
/// foreach (Batch batch in batches) { … } // epoch 0; again for epoch 1
/// </code>
/// </example>
public sealed partial class Batches : IEnumerable<Batch>
{
    private const int ExamplesOfAPart = 16; // that one thread augments at a time
    private const int WordsOfAnExample = 24; // log2 of the words that an augmentation may draw

    private readonly Dataset _data;
    private readonly BatchOptions _options;
    private readonly int[] _order;
    private readonly BatchPrefetch? _prefetch;
    private BatchBuffers _buffers; // of the current batch
    private BatchBuffers? _nextBuffers;
    private ulong _augmentationKey;
    private long _enumeration;
    private (int Epoch, int NextBatch) _position = (-1, 0); // of the enumeration that has begun last
    private int _firstBatch; // of the next foreach: not 0 only where a saved state goes on within an epoch
    private Enumerator _cursor; // of At
    private long _cursorStep = -1; // whose batch it gives next

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="ArgumentException">
    /// The data set is empty, or smaller than a batch that must be full, or has inputs that the augmentation cannot change.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public Batches(Dataset data, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        CountChecks.AtLeast(1, options.Size);
        if (data.Count == 0)
        {
            throw new ArgumentException("The data set is empty: there is nothing to make batches of.", nameof(data));
        }

        options.Augmentation?.RequireFits(data.InputShape);
        (_data, _options) = (data, options);
        int size = Math.Min(options.Size, data.Count);
        int rest = data.Count % options.Size;
        Count = (data.Count / options.Size) + (rest > 0 && !options.DropLast ? 1 : 0);
        if (Count == 0)
        {
            throw new ArgumentException($"{data.Count} examples give no batch of "
                + $"{options.Size}{(options.DropLast ? "; keep the last batch, or make them smaller" : "")}.", nameof(data));
        }

        _order = new int[data.Count];
        _buffers = MakeBuffers();
        (_nextBuffers, _prefetch) = options.Prefetch ? (MakeBuffers(), new BatchPrefetch(FillAlone)) : (null, null);

        BatchBuffers MakeBuffers() => new(
            data.InputShape, data.TargetShape, size, rest == 0 || options.DropLast ? size : rest, data.HasWeights);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>The epoch that the next <c>foreach</c> over this object goes through, from 0; set it to go on elsewhere.</summary>
    public int Epoch { get; set; }

    /// <summary>Begins epoch <see cref="Epoch"/> and moves that number on.</summary>
    public Enumerator GetEnumerator()
    {
        int first = _firstBatch;
        _firstBatch = 0;
        return new(this, Epoch++, first);
    }

    /// <summary>The batches of one epoch, from one of them on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public EpochBatches InEpoch(int epoch, int firstBatch = 0)
    {
        CountChecks.AtLeast(0, epoch);
        CountChecks.AtLeast(0, firstBatch);
        return new EpochBatches(this, epoch, firstBatch);
    }

    /// <summary>
    /// The batch of a step, where steps are counted over all epochs: step s is batch s mod <see cref="Count"/> of epoch
    /// s / <see cref="Count"/>. So the number of steps that a training has made says where its data stand, and they need no other state.
    /// Step after step it costs what an enumeration costs; a jump begins its epoch again.
    /// </summary>
    /// <param name="step">From 0.</param>
    /// <returns>The batch; valid until another is asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or behind the last epoch that has a number.</exception>
    public Batch At(long step)
    {
        CountChecks.AtLeast(0, step);
        CountChecks.AtMost(int.MaxValue, step / Count, nameof(step));
        if (step != _cursorStep || !_cursor.IsOf(_enumeration) || !_cursor.MoveNext())
        {
            _cursor = new Enumerator(this, (int)(step / Count), (int)(step % Count));
            _cursor.MoveNext();
        }

        _cursorStep = step + 1;
        return _cursor.Current;
    }

    IEnumerator<Batch> IEnumerable<Batch>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long Begin(int epoch, int firstBatch)
    {
        _prefetch?.Wait(); // it reads the order that changes now
        _position = (epoch, firstBatch);
        _augmentationKey = Rng.Stream(_options.Seed, "augmentation", epoch).Key;
        if (_options.Shuffle)
        {
            Rng random = Rng.Stream(_options.Seed, "batches", epoch);
            Shuffling.Fill(_order, ref random);
        }
        else
        {
            for (int i = 0; i < _order.Length; i++)
            {
                _order[i] = i;
            }
        }

        return ++_enumeration;
    }

    /// <summary>The epoch is over, not only at its last batch: a saved state tells the two apart.</summary>
    private void End(long enumeration)
    {
        if (enumeration == _enumeration)
        {
            _position = (-1, 0);
        }
    }

    private Batch Gather(int batch, long enumeration)
    {
        if (enumeration != _enumeration)
        {
            throw new InvalidOperationException(
                "Another enumeration of these batches has begun, and they share their buffers; make a second Batches object for it.");
        }

        _position.NextBatch = batch + 1;
        if (_prefetch is null)
        {
            Fill(_buffers, batch);
        }
        else
        {
            Exchange(_prefetch, batch);
        }

        return _buffers.Batch(isLast: batch == Count - 1);
    }

    /// <summary>Takes the batch that was prepared, and lets the next one be prepared where the last one lay.</summary>
    private void Exchange(BatchPrefetch prefetch, int batch)
    {
        if (prefetch.Batch != batch)
        {
            prefetch.Start(_nextBuffers!, batch);
        }

        prefetch.Wait();
        (_buffers, _nextBuffers) = (_nextBuffers!, _buffers);
        if (batch + 1 < Count)
        {
            prefetch.Start(_nextBuffers, batch + 1);
        }
    }

    private void Fill(BatchBuffers buffers, int batch)
    {
        int first = batch * _options.Size, count = Math.Min(_options.Size, _order.Length - first);
        if (_options.Augmentation is null)
        {
            Fill(buffers, first, 0, count);
        }
        else
        {
            Workers.For((count + ExamplesOfAPart - 1) / ExamplesOfAPart, new Part(this, buffers, first, count));
        }
    }

    // On one thread: the others are busy with the batch before.
    private void FillAlone(BatchBuffers buffers, int batch)
    {
        int first = batch * _options.Size;
        Fill(buffers, first, 0, Math.Min(_options.Size, _order.Length - first));
    }

    private void Fill(BatchBuffers buffers, int first, int from, int to)
    {
        int inputLength = _data.InputShape.ElementCount, targetLength = _data.TargetShape.ElementCount;
        for (int i = from; i < to; i++)
        {
            int example = _order[first + i];
            Span<float> input = buffers.Inputs.Slice(i * inputLength, inputLength);
            _data.CopyInput(example, input);
            _data.Target(example).CopyTo(buffers.Targets[(i * targetLength)..]);
            if (_data.HasWeights)
            {
                buffers.Weights[i] = _data.Weight(example);
            }

            if (_options.Augmentation is { } augmentation)
            {
                Rng random = Rng.Restore(_augmentationKey, (ulong)(first + i) << WordsOfAnExample);
                augmentation.Apply(input, ref random);
            }
        }
    }

    private readonly struct Part(Batches batches, BatchBuffers buffers, int first, int count) : IParallelBody
    {
        public void Run(int part) => batches.Fill(buffers, first, part * ExamplesOfAPart, Math.Min((part + 1) * ExamplesOfAPart, count));
    }

    /// <summary>The batches of one epoch.</summary>
    public readonly struct EpochBatches : IEnumerable<Batch>
    {
        private readonly Batches _batches;
        private readonly int _epoch, _firstBatch;

        internal EpochBatches(Batches batches, int epoch, int firstBatch) => (_batches, _epoch, _firstBatch) = (batches, epoch, firstBatch);

        /// <summary>Begins the epoch.</summary>
        public Enumerator GetEnumerator() => new(_batches, _epoch, _firstBatch);

        IEnumerator<Batch> IEnumerable<Batch>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Goes through the batches of an epoch.</summary>
    public struct Enumerator : IEnumerator<Batch>
    {
        private readonly Batches _batches;
        private readonly long _enumeration;
        private int _next;

        internal Enumerator(Batches batches, int epoch, int firstBatch)
        {
            _batches = batches;
            _next = firstBatch;
            _enumeration = batches.Begin(epoch, firstBatch);
        }

        /// <summary>The batch; valid until the next call of <see cref="MoveNext"/>.</summary>
        public Batch Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <summary>Fills the buffers with the next batch.</summary>
        /// <exception cref="InvalidOperationException">Another enumeration of the same object has begun.</exception>
        public bool MoveNext()
        {
            if (_next >= _batches.Count)
            {
                _batches.End(_enumeration);
                return false;
            }

            Current = _batches.Gather(_next++, _enumeration);
            return true;
        }

        /// <summary>Not supported.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public readonly void Reset() => throw new NotSupportedException();

        internal readonly bool IsOf(long enumeration) => _enumeration == enumeration;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
