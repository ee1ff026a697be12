namespace Epoche.Memory;

/// <summary>
/// The slab behind a <see cref="StepArena"/>: bump allocation in one pinned block, enlarged between steps when it did not suffice.
/// </summary>
internal sealed class ArenaStorage : TensorStorage
{
    private const int FirstBlock = 1 << 14;

    private AlignedBuffer _block = new(FirstBlock);
    private int _used;
    private int _slots;
    private long _filled; // floats in blocks that this step has filled up before the present one

    internal ArenaStorage(IStepOwner arena)
        : base(arena) => Slots = new Slot[64];

    internal override bool KeepsGradients => false;

    internal long Capacity => _filled + _block.Length;

    /// <summary>Makes a tensor with undefined content.</summary>
    internal Tensor Allocate(Shape shape)
    {
        int size = AlignedBuffer.RoundUp(shape.ElementCount);
        if (size > _block.Length - _used)
        {
            // Tensors of this step keep the old block alive; the next step gets one block that holds all.
            _filled += _block.Length;
            _block = new AlignedBuffer(Math.Max(_block.Length, size));
            _used = 0;
        }

        int offset = _block.Offset + _used;
        _used += size;
        return Add(_block.Array, offset, shape);
    }

    /// <summary>Makes a handle on memory that lies elsewhere.</summary>
    internal Tensor Add(float[] buffer, int offset, Shape shape)
    {
        if (_slots == Slots.Length)
        {
            Array.Resize(ref Slots, 2 * _slots);
        }

        ref Slot slot = ref Slots[_slots];
        slot.Buffer = buffer;
        slot.Offset = offset;
        slot.Shape = shape;
        slot.NeedsGradient = false;
        slot.GradientState = GradientState.None;
        return new Tensor(this, _slots++, Generation);
    }

    /// <summary>Forgets what a walk of the tape left in the slots: each walk gathers its own.</summary>
    internal void ForgetGradients()
    {
        foreach (ref Slot slot in Slots.AsSpan(0, _slots))
        {
            slot.GradientState = GradientState.None;
        }
    }

    internal void Reset()
    {
        Generation++;
        if (_filled > 0)
        {
            long wanted = _filled + _block.Length;
            _block = new AlignedBuffer((int)Math.Min(wanted, Array.MaxLength - (2 * AlignedBuffer.Line)));
            _filled = 0;
            Array.Clear(Slots); // lets go of the old blocks
        }

        _slots = 0;
        _used = 0;
    }
}
