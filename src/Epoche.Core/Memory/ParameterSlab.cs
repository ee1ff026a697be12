using Epoche.Kernels;
using Epoche.Memory;

namespace Epoche;

/// <summary>
/// All numbers of one model in one array, and all gradients in another: clipping, optimizer, target updates, checkpoints and
/// copies are loops over one span. Entries lie in the order of their declaration, without gaps.
/// </summary>
public sealed partial class ParameterSlab
{
    private readonly SlabStorage _storage;
    private readonly AlignedBuffer _values, _gradients;

    internal ParameterSlab(IReadOnlyList<ParameterInfo> entries)
    {
        Entries = entries;
        Count = entries.Sum(e => e.Shape.ElementCount);
        _frozen = new bool[entries.Count];
        _values = new AlignedBuffer(Count);
        _gradients = new AlignedBuffer(Count);
        _storage = new SlabStorage(entries, _values, _gradients);
        Trainable = true;
        CountLearned();
    }

    /// <summary>The entries, in the order in which they lie.</summary>
    public IReadOnlyList<ParameterInfo> Entries { get; }

    /// <summary>The number of floats, buffers included.</summary>
    public int Count { get; }

    /// <summary>The number of learned floats: without buffers and frozen parameters.</summary>
    public int TrainableCount { get; private set; }

    /// <summary>All numbers, entry after entry.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>
    /// All gradients, laid out like <see cref="Values"/>; zero where nothing flowed since <see cref="ZeroGradients"/>. Such parameters a
    /// trainer leaves as they are, whatever is written here.
    /// </summary>
    public Span<float> Gradients
    {
        get
        {
            SettleGradients();
            return _gradients.Span;
        }
    }

    /// <summary>
    /// False for the slab of a model that does not learn, such as a teacher or a target network: no gradient is computed for its
    /// parameters, and its layers act as outside of training (no dropout, running statistics). See <see cref="Freeze"/> for parts of one,
    /// whose layers go on acting as in training.
    /// </summary>
    public bool Trainable
    {
        get;
        set
        {
            field = value;
            for (int i = 0; i < Entries.Count; i++)
            {
                _storage.Slots[i].NeedsGradient = value && IsLearned(i);
            }
        }
    }

    /// <summary>The tensor of an entry: a handle on the slab itself, so it follows every update.</summary>
    public Tensor this[int entry] => new(_storage, RequireEntry(entry), _storage.Generation);

    /// <summary>The tensor of the entry with this name.</summary>
    /// <exception cref="ArgumentException">No entry has the name.</exception>
    public Tensor this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            for (int i = 0; i < Entries.Count; i++)
            {
                if (Entries[i].Name == name)
                {
                    return this[i];
                }
            }

            throw new ArgumentException($"No parameter is called '{name}'; there are {Nearest(name)}.", nameof(name));
        }
    }

    /// <summary>Forgets all gradients; the next backward pass starts from zero.</summary>
    public void ZeroGradients()
    {
        foreach (ref Slot slot in _storage.Slots.AsSpan())
        {
            slot.GradientState = GradientState.None;
        }
    }

    /// <summary>Copies the numbers of a slab with the same shapes.</summary>
    /// <exception cref="ArgumentException">The entries differ.</exception>
    public void CopyFrom(ParameterSlab other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireSameShapes(other);
        other.Values.CopyTo(Values);
    }

    /// <summary>Moves towards another slab: w = (1 − τ)·w + τ·other, τ in [0, 1].</summary>
    /// <exception cref="ArgumentException">The entries differ.</exception>
    public void Polyak(ParameterSlab other, float tau)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireSameShapes(other);
        Elementwise.Scale(1 - tau, Values);
        Elementwise.MultiplyAddTo(tau, other.Values, Values);
    }

    private void RequireSameShapes(ParameterSlab other)
    {
        if (ReferenceEquals(Entries, other.Entries))
        {
            return;
        }

        if (Entries.Count != other.Entries.Count)
        {
            throw new ArgumentException($"The slabs differ: {Entries.Count} entries here, {other.Entries.Count} there.", nameof(other));
        }

        for (int i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Shape != other.Entries[i].Shape)
            {
                throw new ArgumentException(
                    $"The slabs differ at entry {i}: {Entries[i].Name} {Entries[i].Shape} here, "
                    + $"{other.Entries[i].Name} {other.Entries[i].Shape} there.", nameof(other));
            }
        }
    }

    private void SettleGradients()
    {
        foreach (ref Slot slot in _storage.Slots.AsSpan())
        {
            if (slot.GradientState == GradientState.None)
            {
                slot.Gradient.Span.Clear();
                slot.GradientState = GradientState.Zero; // it can be read, and still nothing has flowed in
            }
        }
    }

    private sealed class SlabStorage : TensorStorage
    {
        private readonly IReadOnlyList<ParameterInfo> _entries;

        internal SlabStorage(IReadOnlyList<ParameterInfo> entries, AlignedBuffer values, AlignedBuffer gradients)
        {
            _entries = entries;
            Slots = new Slot[entries.Count];
            for (int i = 0; i < Slots.Length; i++)
            {
                ParameterInfo entry = entries[i];
                HeapStorage gradient = new(gradients.Array, gradients.Offset + entry.Offset, entry.Shape);
                Slots[i] = new Slot
                {
                    Buffer = values.Array,
                    Offset = values.Offset + entry.Offset,
                    Shape = entry.Shape,
                    Gradient = new Tensor(gradient, 0, gradient.Generation),
                };
            }
        }

        internal override string NameOf(int slot) => $"the parameter '{_entries[slot].Name}'";
    }
}
