using Epoche.Memory;

namespace Epoche;

/// <summary>
/// Turns gradients into new weights. An own optimizer is one class with one method: derive, say how many numbers per weight
/// it keeps (slots), override <see cref="Update"/>. The numbers lie in slabs laid out like the parameters; they start at zero.
/// </summary>
/// <param name="slots">Numbers kept per weight, 0 or more.</param>
/// <param name="decays">Whether it treats kernels and biases differently (<see cref="Slots.Decay"/>), so that they must come in ranges of their own.</param>
public abstract class Optimizer(int slots, bool decays = false)
{
    private readonly int _slots = slots >= 0 ? slots : throw new ArgumentOutOfRangeException(nameof(slots), "An optimizer keeps 0 slots or more.");
    private readonly Dictionary<ParameterSlab, AlignedBuffer[]> _state = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many updates there have been.</summary>
    public long StepCount { get; internal set; }

    /// <summary>Slots per weight.</summary>
    public int SlotCount => _slots;

    /// <summary>
    /// Replaces weights by better ones. Called once a step and range of weights that are treated alike; every element must be treated by itself.
    /// </summary>
    /// <param name="weights">The weights of the range.</param>
    /// <param name="gradients">Their gradients, after clipping.</param>
    /// <param name="slots">What the optimizer keeps of them.</param>
    /// <param name="step">The number of this update, from 1.</param>
    protected abstract void Update(Span<float> weights, ReadOnlySpan<float> gradients, Slots slots, long step);

    /// <summary>An optimizer of the same settings that has not seen a step.</summary>
    /// <remarks>Options may hold one optimizer as a pattern; whoever trains takes a fresh one.</remarks>
    public abstract Optimizer Fresh();

    /// <summary>One update of all learned parameters that a gradient has reached; the others stay as they are, with their slots.</summary>
    internal void Apply(ReadOnlySpan<ParameterSlab> slabs)
    {
        StepCount++;
        foreach (ParameterSlab slab in slabs)
        {
            AlignedBuffer[] state = StateOf(slab);
            Span<float> gradients = slab.Gradients;
            foreach (ParameterRange range in slab.Reached(decays))
            {
                Update(slab.Values.Slice(range.Start, range.Count), gradients.Slice(range.Start, range.Count), new Slots(state, range), StepCount);
            }
        }
    }

    /// <summary>The memory of the slots for a slab, for checkpoints: one span a slot.</summary>
    internal AlignedBuffer[] StateOf(ParameterSlab slab)
    {
        if (!_state.TryGetValue(slab, out AlignedBuffer[]? buffers))
        {
            _state[slab] = buffers = new AlignedBuffer[_slots];
            for (int i = 0; i < buffers.Length; i++)
            {
                buffers[i] = new AlignedBuffer(slab.Count);
            }
        }

        return buffers;
    }
}

/// <summary>What an optimizer keeps for a range of weights.</summary>
public readonly ref struct Slots
{
    private readonly AlignedBuffer[] _buffers;
    private readonly ParameterRange _range;

    internal Slots(AlignedBuffer[] buffers, ParameterRange range) => (_buffers, _range) = (buffers, range);

    /// <summary>Whether weight decay applies to the range (kernels yes, biases no). Only meaningful for optimizers that say they decay.</summary>
    public bool Decay => _range.Decay;

    /// <summary>The numbers of a slot, one a weight.</summary>
    public Span<float> this[int slot] => _buffers[slot].Span.Slice(_range.Start, _range.Count);
}
