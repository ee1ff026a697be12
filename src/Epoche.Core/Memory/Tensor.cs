using System.Globalization;
using System.Runtime.CompilerServices;
using Epoche.Autodiff;
using Epoche.Memory;

namespace Epoche;

/// <summary>
/// A handle on float32 numbers in row-major order. Handles are small values: copy them freely, never dispose them. Outside a step the
/// numbers live in a garbage-collected array; inside <see cref="StepArena.Step()"/> they live in the step's slab and end with it
/// (using one later throws; <see cref="Keep"/> carries it out).
/// </summary>
public readonly partial struct Tensor
{
    private readonly TensorStorage? _storage;
    private readonly int _slot;
    private readonly int _generation;

    internal Tensor(TensorStorage storage, int slot, int generation) => (_storage, _slot, _generation) = (storage, slot, generation);

    /// <summary>The sizes of the axes.</summary>
    /// <exception cref="InvalidOperationException">
    /// The tensor was never assigned, or its step is over; so says all that takes one.
    /// </exception>
    public Shape Shape => Slot.Shape;

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Slot.Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Count => Slot.Shape.ElementCount;

    /// <summary>The numbers, row-major.</summary>
    public ReadOnlySpan<float> Values => Slot.Span;

    /// <summary>True for parameters, variables and whatever was computed from them while recording.</summary>
    public bool NeedsGradient => Slot.NeedsGradient;

    /// <summary>One element by its indices; negative ones count from the end.</summary>
    /// <exception cref="ArgumentException">The number of indices differs from the rank.</exception>
    [IndexerName("At")]
    public float this[params ReadOnlySpan<int> indices]
    {
        get
        {
            ref Slot slot = ref Slot;
            if (indices.Length != slot.Shape.Rank)
            {
                throw new ArgumentException(
                    $"A tensor of shape {slot.Shape} is indexed by {slot.Shape.Rank} numbers; received {indices.Length}.");
            }

            int offset = 0;
            for (int i = 0; i < indices.Length; i++)
            {
                int size = slot.Shape[i], index = indices[i] < 0 ? indices[i] + size : indices[i];
                if ((uint)index >= (uint)size)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(indices), $"Index {indices[i]} lies outside axis {i} of the shape {slot.Shape}.");
                }

                offset = (offset * size) + index;
            }

            return slot.Span[offset];
        }
    }

    internal ref Slot Slot
    {
        get
        {
            if (_storage is null)
            {
                ThrowDefault();
            }

            return ref _storage!.Resolve(_slot, _generation);
        }
    }

    internal Span<float> Span => Slot.Span;

    internal bool KeepsGradient => _storage!.KeepsGradients;

    internal Span<float> GradientMemory => Slot.Gradient.Span;

    internal string Name => _storage!.NameOf(_slot);

    /// <summary>Whether it is a handle on the same tensor.</summary>
    internal bool IsSame(Tensor other) =>
        ReferenceEquals(_storage, other._storage) && _slot == other._slot && _generation == other._generation;

    /// <summary>Whether it may still be used: it was assigned, and its step has not ended.</summary>
    internal bool IsAlive => _storage is not null && _storage.Generation == _generation;

    internal bool IsDefault => _storage is null;

    internal TensorStorage? Storage => _storage;

    /// <summary>Refuses a tensor whose step is open on another thread: what is computed from it here would be recorded nowhere.</summary>
    internal void RequireHere()
    {
        if (_storage?.Arena is { IsElsewhere: true } && IsAlive)
        {
            ThrowElsewhere();
        }
    }

    /// <summary>The size of an axis; negative axes count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int Length(int axis) => Slot.Shape[axis];

    /// <summary>The only element of a tensor of one element.</summary>
    /// <exception cref="InvalidOperationException">There are more, or none.</exception>
    public float Item()
    {
        ref Slot slot = ref Slot;
        return slot.Shape.ElementCount == 1
            ? slot.Span[0]
            : throw new InvalidOperationException(
                $"Item() needs exactly one element; the shape is {slot.Shape}. Reduce it first, or index it.");
    }

    /// <summary>A copy of the numbers.</summary>
    public float[] ToArray() => Slot.Span.ToArray();

    /// <summary>A copy on the managed heap, which outlives the step. It is a constant: no gradient flows through it.</summary>
    public Tensor Keep() => OnHeap(ToArray(), 0, Shape);

    /// <summary>Shape and, for up to eight elements, the numbers.</summary>
    public override string ToString()
    {
        if (_storage is null)
        {
            return "Tensor (none)";
        }

        string numbers = string.Join(
            ", ", Values[..Math.Min(8, Count)].ToArray().Select(v => v.ToString("G6", CultureInfo.InvariantCulture)));
        return $"Tensor {Shape} {{ {numbers}{(Count > 8 ? ", …" : string.Empty)} }}";
    }

    private void ThrowElsewhere() => throw new InvalidOperationException(
        $"This tensor {Shape} belongs to a step that is open on another thread. What is computed from it here would not be recorded, "
        + "so no gradient would flow through it. Compute it on the thread of the step, "
        + "where operations share the cores by themselves; or take its numbers there (Keep(), ToArray()) where a constant is wanted.");

    private static void ThrowDefault() => throw new InvalidOperationException(
        "This tensor was never assigned (a default value). Make one with Tensor.Of, Tensor.Zeros or an operation.");
}
