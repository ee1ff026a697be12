using System.Collections;

namespace Epoche;

/// <summary>Some examples at once.</summary>
/// <param name="Inputs">[batch, input…].</param>
/// <param name="Targets">[batch, target…].</param>
public readonly record struct Batch(Tensor Inputs, Tensor Targets);

/// <summary>How a data set is cut into batches.</summary>
public sealed record BatchOptions
{
    /// <summary>Examples in a batch, 1 or more.</summary>
    public required int Size { get; init; }

    /// <summary>Whether each epoch has an order of its own; otherwise the order of the data set. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether a last batch that is not full is left out. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>Decides the orders, through its stream <c>batches</c>.</summary>
    public ulong Seed { get; init; }
}

/// <summary>
/// The batches of a data set, epoch after epoch. The order of an epoch depends on the seed and its number alone, so training can go on in the middle of any of them.
/// All batches share two buffers: a batch is valid until the next one is asked for, and enumerating allocates nothing. For one thread.
/// </summary>
/// <example>
/// <code>
/// Batches batches = new(data, new() { Size = 128, Seed = 1 });
/// foreach (Batch batch in batches) { … } // epoch 0; again for epoch 1
/// </code>
/// </example>
public sealed partial class Batches : IEnumerable<Batch>
{
    private readonly Dataset _data;
    private readonly BatchOptions _options;
    private readonly float[] _inputs, _targets;
    private readonly int[] _order;
    private readonly Batch _full, _last;
    private long _enumeration;
    private (int Epoch, int NextBatch) _position = (-1, 0); // of the enumeration that has begun last
    private int _firstBatch; // of the next foreach: not 0 only where a saved state goes on within an epoch

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="ArgumentException">The data set is empty, or smaller than a batch that must be full.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public Batches(Dataset data, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Size);
        (_data, _options) = (data, options);
        int size = Math.Min(options.Size, data.Count);
        int rest = data.Count % options.Size;
        Count = (data.Count / options.Size) + (rest > 0 && !options.DropLast ? 1 : 0);
        if (Count == 0)
        {
            throw new ArgumentException($"{data.Count} examples give no batch of {options.Size}{(options.DropLast ? "; keep the last batch, or make them smaller" : "")}.", nameof(data));
        }

        _order = new int[data.Count];
        _inputs = new float[data.InputShape.ElementCount * size];
        _targets = new float[data.TargetShape.ElementCount * size];
        _full = Wrap(size);
        _last = rest == 0 || options.DropLast ? _full : Wrap(rest);
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
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        return new EpochBatches(this, epoch, firstBatch);
    }

    IEnumerator<Batch> IEnumerable<Batch>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Batch Wrap(int count) =>
        new(Tensor.Wrap(_inputs, _data.InputShape.Prepend(count)), Tensor.Wrap(_targets, _data.TargetShape.Prepend(count)));

    private long Begin(int epoch, int firstBatch)
    {
        _position = (epoch, firstBatch);
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

    private Batch Gather(int batch, long enumeration)
    {
        if (enumeration != _enumeration)
        {
            throw new InvalidOperationException("Another enumeration of these batches has begun, and they share their buffers; make a second Batches object for it.");
        }

        _position.NextBatch = batch + 1;
        int first = batch * _options.Size;
        int count = Math.Min(_options.Size, _order.Length - first);
        int inputLength = _data.InputShape.ElementCount, targetLength = _data.TargetShape.ElementCount;
        for (int i = 0; i < count; i++)
        {
            int example = _order[first + i];
            _data.CopyInput(example, _inputs.AsSpan(i * inputLength, inputLength));
            _data.Target(example).CopyTo(_targets.AsSpan(i * targetLength));
        }

        return batch == Count - 1 ? _last : _full;
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
                return false;
            }

            Current = _batches.Gather(_next++, _enumeration);
            return true;
        }

        /// <summary>Not supported.</summary>
        public readonly void Reset() => throw new NotSupportedException();

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
