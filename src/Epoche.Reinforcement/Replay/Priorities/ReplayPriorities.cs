using Epoche.Kernels;

namespace Epoche;

/// <summary>The priorities of a memory's transitions, by the slot that each begins in; those that cannot be drawn have 0.</summary>
internal sealed class ReplayPriorities(int slots, PriorityOptions options)
{
    private const int AtOnce = 64;

    private readonly PriorityTree _tree = new(slots, keepsLeast: options.Scale == ImportanceScale.Memory);
    private double _largest = 1, _start = 1; // p, and p^α

    /// <summary>A transition is complete: it is to be drawn soon.</summary>
    public void Begin(int slot) => _tree[slot] = _start;

    /// <summary>A transition cannot be drawn any more.</summary>
    public void End(int slot) => _tree[slot] = 0;

    public bool Has(int slot) => _tree[slot] > 0;

    public void Clear()
    {
        for (int slot = 0; slot < _tree.Count; slot++)
        {
            if (Has(slot))
            {
                End(slot);
            }
        }
    }

    /// <summary>A slot for each place of a batch: the sum is cut into stretches of equal length, and one is drawn from each.</summary>
    public void Draw(Span<int> slots, ref Rng random)
    {
        double total = _tree.Total, stretch = total / slots.Length, last = Math.BitDecrement(total);
        Span<double> numbers = stackalloc double[AtOnce];
        for (int start = 0; start < slots.Length; start += AtOnce)
        {
            int count = Math.Min(AtOnce, slots.Length - start);
            for (int i = 0; i < count; i++)
            {
                numbers[i] = Math.Min((start + i + random.NextDouble()) * stretch, last);
            }

            _tree.Find(numbers[..count], slots.Slice(start, count));
        }
    }

    /// <summary>What each transition of a batch counts.</summary>
    /// <param name="slots">Where they begin.</param>
    /// <param name="count">How many transitions can be drawn.</param>
    /// <param name="update">The number of the update.</param>
    /// <param name="weights">Receives (N·P)^−β, relative to the largest.</param>
    public void Weigh(ReadOnlySpan<int> slots, int count, long update, Span<float> weights)
    {
        double beta = options.Importance.At(update), scale = count / _tree.Total, least = double.PositiveInfinity;
        foreach (int slot in slots)
        {
            least = Math.Min(least, _tree[slot]);
        }

        least = options.Scale == ImportanceScale.Memory ? _tree.Least : least;
        double largest = ScalarMath.Pow(scale * least, -beta);
        for (int i = 0; i < slots.Length; i++)
        {
            weights[i] = (float)(ScalarMath.Pow(scale * _tree[slots[i]], -beta) / largest);
        }
    }

    /// <summary>Takes the errors of transitions that were learned from; of one that was drawn twice the last counts.</summary>
    public void Update(ReadOnlySpan<int> slots, ReadOnlySpan<float> errors)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            double priority = Math.Abs((double)errors[i]) + options.Floor;
            _tree[slots[i]] = ScalarMath.Pow(priority, options.Exponent);
            if (priority > _largest)
            {
                _largest = priority;
                _start = ScalarMath.Pow(priority, options.Exponent);
            }
        }
    }

    public void Save(StateSaver to)
    {
        double[] leaves = new double[_tree.Count];
        _tree.CopyTo(leaves);
        to.Write<double>("priorities", leaves);
        to.Write<double>("largest_priority", [_largest]);
    }

    /// <param name="from">What <see cref="Save"/> wrote.</param>
    /// <param name="canBeDrawn">Whether a slot begins a complete transition: those have a priority, and no others.</param>
    public void Load(StateLoader from, Func<int, bool> canBeDrawn)
    {
        from.RequireCount<double>("priorities", _tree.Count);
        double[] leaves = from.Array<double>("priorities");
        double[] largest = new double[1];
        from.Read<double>("largest_priority", largest);
        for (int slot = 0; slot < leaves.Length; slot++)
        {
            if (!(leaves[slot] >= 0 && double.IsFinite(leaves[slot])) || leaves[slot] > 0 != canBeDrawn(slot))
            {
                throw from.Mismatch(
                    "priorities", "a number above 0 for each transition that can be drawn, and 0 elsewhere",
                    $"{leaves[slot]} in slot {slot}");
            }
        }

        if (!(largest[0] >= 1 && double.IsFinite(largest[0])))
        {
            throw from.Mismatch("largest_priority", "a finite number from 1 up", $"{largest[0]}");
        }

        _tree.CopyFrom(leaves);
        (_largest, _start) = (largest[0], ScalarMath.Pow(largest[0], options.Exponent));
    }
}
